import type { Emulation } from "../sandbox.port.ts";

/** What an x86_64 host emulates. */
export const EMULATED = "arm64";
const SITUATION = "arm64 functions are emulated on this x86_64 host";

export const EMULATOR_MISSING = refused(
  `${SITUATION}, and the emulator hasn't been fetched.`,
  "Run `npx -y pnpm@12 arm64` once, then start again.",
);

/** Of a runtime that has a kernel of its own, for one architecture. */
export function notEmulatedBy(runtime: string): Emulation {
  return refused(
    `${SITUATION}, and sandboxes of ${runtime} run the host's programs alone.`,
    "Let bwrap make the sandboxes.",
  );
}

/** Of a runtime in which an emulator can't be started by name. */
export function kernelMustEmulate(runtime: string): Emulation {
  return refused(
    `${SITUATION}; for sandboxes of ${runtime} the kernel has to start the emulator, which Linux can from 6.7 on where user namespaces are allowed.`,
    "Use such a kernel, or let bwrap make the sandboxes.",
  );
}

export function emulatorFailed(complaint: string): Emulation {
  return refused(
    `A trial of the emulator for arm64 functions failed: ${complaint}.`,
    "Remove node_modules/.cache/lambent/arm64, run `npx -y pnpm@12 arm64`, then start again.",
  );
}

function refused(reason: string, remedy: string): Emulation {
  return { architecture: EMULATED, works: false, reason, remedy };
}
