import { existsSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Architecture } from "@lambent/model";
import { findEmulationKit } from "../sandbox/emulation/emulation-kit.ts";
import { outputOf } from "./run-interpreter.ts";

export interface FoundInterpreter {
  /** For instance `20.20.2`. */
  version: string;
  /** Tree that holds `bin/` and `lib/`, to appear at /var/lang. */
  prefix: string;
}

/** Of this process; undefined where Lambda has no name for it. */
export const HOST_ARCHITECTURE = ({ x64: "x86_64", arm64: "arm64" } as const)[process.arch as "x64" | "arm64"] as
  | Architecture
  | undefined;

/**
 * The Node.js of one major version for the host's own architecture, or for the one that is emulated here: the binary that our
 * optional dependency brought, else the server's own if it fits; for the emulated one the binary that `pnpm arm64` fetched.
 */
export async function findNode(
  major: number,
  architecture: Architecture,
  packageDirectory: string,
): Promise<FoundInterpreter | undefined> {
  if (architecture !== HOST_ARCHITECTURE) return await emulatedNode(major, architecture);
  for (const prefix of candidates(major, packageDirectory)) {
    const binary = join(prefix, "bin/node");
    if (!existsSync(binary)) continue;
    const version = (await outputOf(binary, ["--version"]))?.trim().replace(/^v/, "");
    if (version?.startsWith(`${major}.`)) return { version, prefix: await realpath(prefix) };
  }
  return undefined;
}

/** By what its package says: running it takes half a second of emulation, and its hash was checked when it was fetched. */
async function emulatedNode(major: number, architecture: Architecture): Promise<FoundInterpreter | undefined> {
  const prefix = architecture === "arm64" ? findEmulationKit()?.nodeTrees.get(major) : undefined;
  if (prefix === undefined) return undefined;
  const { version } = JSON.parse(await readFile(join(prefix, "package.json"), "utf8")) as { version: string };
  return { version, prefix: await realpath(prefix) };
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
