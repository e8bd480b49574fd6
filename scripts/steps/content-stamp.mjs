import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRepository, repositoryRoot } from "./repository.mjs";

const LEFT_OUT = new Set(["node_modules", "dist", "generated", ".cache", ".lambent", "test-results"]);

/** SHA-256 over names and contents of every file below the given paths, in a fixed order. */
function hashOf(paths) {
  const hash = createHash("sha256").update(process.version);
  const visit = (path) => {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry === undefined) return;
    if (entry.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!LEFT_OUT.has(name)) visit(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(path.slice(repositoryRoot.length)).update("\0").update(readFileSync(path)).update("\0");
    }
  };
  for (const path of paths) visit(inRepository(path));
  return hash.digest("hex");
}

/**
 * Does `work` unless its inputs are the same as when it last succeeded and its outputs still stand.
 * @returns {Promise<"done" | "fresh">} `fresh` when there was nothing to do
 */
export async function onceForContent(name, { inputs, outputs }, work) {
  const stampFile = inRepository("node_modules", ".cache", "lambent", `${name}.stamp`);
  const hash = hashOf(inputs);
  const known = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
  if (known === hash && outputs.every((output) => existsSync(inRepository(output)))) return "fresh";
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
  return "done";
}
