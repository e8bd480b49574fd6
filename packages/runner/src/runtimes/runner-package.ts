import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of this package on disk: its bootstraps and its optional dependencies (the Node.js binaries) are found from
 * there. When the sources have been bundled into a server, they lie elsewhere and the package is found by its name.
 */
export function runnerPackageDirectory(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const candidate of [join(here, "../.."), join(here, "..")]) {
    if (existsSync(join(candidate, "bootstrap/nodejs/index.cjs"))) return candidate;
  }
  return dirname(createRequire(import.meta.url).resolve("@lambent/runner/package.json"));
}
