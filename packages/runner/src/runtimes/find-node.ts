import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { outputOf } from "./run-interpreter.ts";

export interface FoundInterpreter {
  /** For instance `20.20.2`. */
  version: string;
  /** Tree that holds `bin/` and `lib/`, to appear at /var/lang. */
  prefix: string;
}

/** The Node.js of one major version: the binary that our optional dependency brought, else the server's own if it fits. */
export async function findNode(major: number, packageDirectory: string): Promise<FoundInterpreter | undefined> {
  for (const prefix of candidates(major, packageDirectory)) {
    const binary = join(prefix, "bin/node");
    if (!existsSync(binary)) continue;
    const version = (await outputOf(binary, ["--version"]))?.trim().replace(/^v/, "");
    if (version?.startsWith(`${major}.`)) return { version, prefix: await realpath(prefix) };
  }
  return undefined;
}

function candidates(major: number, packageDirectory: string): string[] {
  const prefixes: string[] = [];
  try {
    const require = createRequire(pathToFileURL(join(packageDirectory, "package.json")));
    prefixes.push(dirname(require.resolve(`node${major}-linux-${process.arch}/package.json`)));
  } catch {
    // The optional dependency isn't installed; the next candidate may do.
  }
  if (Number(process.versions.node.split(".")[0]) === major) prefixes.push(dirname(dirname(process.execPath)));
  return prefixes;
}
