import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import type { Architecture } from "@lambent/model";
import { findEmulationKit } from "./emulation/emulation-kit.ts";
import type { SandboxAssignment, SandboxDriver, SandboxExit, SandboxLimits, SandboxStart } from "./sandbox.port.ts";

/** The Node.js 22 package of this machine's architecture. */
export const NODE_DIRECTORY = dirname(
  createRequire(import.meta.url).resolve(`node22-linux-${process.arch}/package.json`),
);
/** What `pnpm arm64` has fetched; undefined where tests of emulated programs have to be left out. */
export const EMULATION_KIT = process.arch === "x64" ? findEmulationKit() : undefined;
const HOST_ARCHITECTURE: Architecture = process.arch === "arm64" ? "arm64" : "x86_64";
const NAMES = ["fs", "net", "os", "path", "child_process", "dgram", "dns"];
const PRELUDE = NAMES.map((name) => `const ${name} = require("node:${name}");`).join(" ");

/** A sandbox that runs a CommonJS script with the usual modules at hand; the folder is its /var/task and /var/runtime. */
export function nodeStart(
  directory: string,
  script: string,
  limits: Partial<SandboxLimits & Pick<SandboxAssignment, "memoryMb">> = {},
  architecture = HOST_ARCHITECTURE,
): SandboxStart {
  const { memoryMb = 256, ...others } = limits;
  const isEmulated = architecture !== HOST_ARCHITECTURE;
  return {
    command: ["/var/lang/bin/node", "--expose-gc", "-e", `${PRELUDE}\n${script}`],
    langDirectory: isEmulated ? EMULATION_KIT!.nodeTrees.get(22)! : NODE_DIRECTORY,
    runtimeDirectory: directory,
    architecture,
    interpreterEnvironment: { FOR_THE_INTERPRETER: "1" },
    limits: { ephemeralStorageMb: 512, processes: 256, openFiles: 1024, ...others },
    network: "none",
    assignment: { codeDirectory: directory, memoryMb },
  };
}

export interface SandboxRun {
  exit: SandboxExit;
  stdout: string;
  stderr: string;
  logs: string;
}

/** Starts it, reads all it says, and waits for its end. */
export async function runToEnd(driver: SandboxDriver, start: SandboxStart): Promise<SandboxRun> {
  const sandbox = await driver.start(start);
  const [stdout, stderr, logs] = [sandbox.stdout, sandbox.stderr, sandbox.logs].map(readAll);
  const exit = await sandbox.exited;
  return { exit, stdout: await stdout!, stderr: await stderr!, logs: await logs! };
}

export function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => stream.once("close", () => resolve(Buffer.concat(chunks).toString())));
}
