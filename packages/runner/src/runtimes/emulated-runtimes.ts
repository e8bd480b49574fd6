import { type Architecture, RUNTIMES, type RuntimeId } from "@lambent/model";
import type { SandboxDriver } from "../sandbox/sandbox.port.ts";
import { HOST_ARCHITECTURE } from "./find-node.ts";
import { PYODIDE_RUNTIME } from "./find-pyodide.ts";

/**
 * What qemu-user comes to hold beside the program itself: a cache of translated code that grows to 128 MiB, and tables of
 * the program's pages. 48 MB once Node.js runs, 140 MB measured after much code of all kinds; Node.js was seen to hold 2.3 to
 * 2.5 times as much as without, whatever it did below that, so that no more than the rest is its own. @see docs/adr/0009
 */
const EMULATOR_MEMORY = { interpreterMemoryMb: 144, interpreterShareMax: 0.58 } as const;

/** What an interpreter of that architecture holds on this host that can't count against the function. */
export const emulatorMemory = (architecture: Architecture) =>
  architecture === HOST_ARCHITECTURE ? {} : EMULATOR_MEMORY;

interface Obstacle {
  reason: string;
  remedy: string;
}

/** Why functions of another architecture than the host's can't run; undefined where they can. */
export function whyNotEmulated(
  architecture: Architecture,
  emulation: SandboxDriver["emulation"],
): Obstacle | undefined {
  if (emulation?.architecture === architecture) {
    return emulation.works ? undefined : { reason: emulation.reason, remedy: emulation.remedy };
  }
  return {
    reason: `${architecture} functions need an ${architecture} host; this one is ${HOST_ARCHITECTURE ?? process.arch}.`,
    remedy: HOST_ARCHITECTURE
      ? `Choose the architecture ${HOST_ARCHITECTURE}.`
      : "Run the server on an x86_64 or arm64 machine.",
  };
}

export function emulationNote(emulation: SandboxDriver["emulation"]): string | undefined {
  if (!emulation?.works) return undefined;
  const speed = "Emulated on this host: starts in about half a second, and computes several times slower than x86_64.";
  return emulation.childProcesses
    ? speed
    : `${speed} It can't start child processes: for that, the kernel must be Linux 6.7 or newer.`;
}

/** @param architecture another one than the host's. */
export function missingEmulated(id: RuntimeId, architecture: Architecture): Obstacle {
  if (id === PYODIDE_RUNTIME) {
    return {
      reason: `Node.js 24 or 22, in which ${RUNTIMES[id].label} for ${architecture} runs here (by Pyodide), isn't installed.`,
      remedy: "Run `pnpm install` without `--no-optional` and start the server again.",
    };
  }
  if (RUNTIMES[id].family === "python") {
    return {
      reason: `Of Python, only 3.12 runs for ${architecture} on this ${HOST_ARCHITECTURE} host.`,
      remedy: `Choose Python 3.12, or the architecture ${HOST_ARCHITECTURE}.`,
    };
  }
  return {
    reason: `${RUNTIMES[id].label} for arm64 hasn't been fetched.`,
    remedy: "Run `npx -y pnpm@12 arm64` once, then start again.",
  };
}
