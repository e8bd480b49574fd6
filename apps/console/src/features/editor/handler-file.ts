import { RUNTIMES, type RuntimeId } from "@lambent/model";

/** Tried in this order, as Lambda's Node.js runtime does. */
const NODE_EXTENSIONS = ["js", "mjs", "cjs"];

/**
 * The file that a handler such as `src/index.handler` names: what the editor opens first. undefined when the package lacks it.
 * @param has whether the package holds a path
 */
export function handlerFile(runtime: RuntimeId, handler: string, has: (path: string) => boolean): string | undefined {
  const { family } = RUNTIMES[runtime];
  const python = family === "python";
  // What a handler means is up to the program; AWS's sample and ours take its first part for a script.
  if (family === "provided") return [`${handler.split(".", 1)[0]}.sh`, "bootstrap"].find(has);
  const lastName = handler.lastIndexOf("/") + 1;
  // Node takes all after the first dot of the last name as export; Python takes the last part, dots before it are folders.
  const dot = python ? handler.lastIndexOf(".") : handler.indexOf(".", lastName);
  const module = dot === -1 ? handler : handler.slice(0, dot);
  const stem = python ? module.replaceAll(".", "/") : module.replace(/^\.\//, "");
  const candidates = python ? [`${stem}.py`, `${stem}/__init__.py`] : NODE_EXTENSIONS.map((end) => `${stem}.${end}`);
  return candidates.find(has);
}
