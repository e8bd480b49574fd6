import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolderOnce } from "./make-folder-once.ts";
import { outputOf } from "./run-interpreter.ts";

/** What is read by name beside the pack: the programs, and the function of the warm-up. */
const FILES = ["index.cjs", "index.mjs", "compile.cjs", "warm-up.mjs"];

/**
 * A copy of the Node.js bootstrap that is one file, with what V8 makes of it: finding, reading and compiling its parts one by one
 * would take a tenth of each start. Made once for each state of the bootstrap and version of Node.js, which alone takes it.
 * @param program the Node.js that compiles; without it, each start compiles what it needs
 * @returns its path.
 * @throws when the disk doesn't let it, or it is aborted; then nothing of it is left.
 */
export async function packBootstrap(
  bootstrap: string,
  version: string,
  program: string | undefined,
  directory: string,
  signal?: AbortSignal,
): Promise<string> {
  const names = (await readdir(bootstrap)).sort();
  const texts = new Map<string, string>();
  for (const name of names) texts.set(name, await readFile(join(bootstrap, name), "utf8"));
  const stamp = createHash("sha256").update(JSON.stringify([version, program !== undefined, [...texts]]));
  const target = join(directory, `nodejs-runtime-${stamp.digest("hex").slice(0, 12)}`);
  const make = async (folder: string) => {
    for (const name of FILES) await copyFile(join(bootstrap, name), join(folder, name));
    await writeFile(join(folder, "runtime.pack"), packed(texts));
    if (program !== undefined) await outputOf(program, [join(folder, "compile.cjs")], { signal });
    await outputOf("chmod", ["-R", "u=rwX,go=rX", folder]);
  };
  return await makeFolderOnce(target, make, signal);
}

/** A function of `require` and the folder that all parts are in; it gives what `runtime.cjs` exports. */
function packed(texts: ReadonlyMap<string, string>): string {
  const parts = [...texts]
    .filter(([name]) => name.endsWith(".cjs") && !FILES.includes(name))
    .map(([name, text]) => `${JSON.stringify(`./${name}`)}: (module, exports, require) => {\n${inAscii(text)}\n},\n`);
  return `(require, __dirname) => {
const parts = {\n${parts.join("")}};
const loaded = {};
const load = (name) => {
  if (!(name in parts)) return require(name);
  if (!(name in loaded)) parts[name]((loaded[name] = { exports: {} }), loaded[name].exports, load);
  return loaded[name].exports;
};
return load("./runtime.cjs");
}`;
}

/** V8 keeps a text of such characters alone in half the memory. */
const inAscii = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
