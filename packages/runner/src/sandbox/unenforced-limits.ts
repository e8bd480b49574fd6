import type { IsolationFact } from "./sandbox.port.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

type Promised = IsolationFact["what"];

/**
 * What it means that a promise isn't kept, in one sentence each. All but `user`: only root can give a sandbox a user of
 * its own, and the other walls hold without it.
 */
const MEANING: Readonly<Partial<Record<Promised, string>>> = {
  processes: "what a function has started may go on after its end",
  files: "functions can read and change files of this machine",
  network: "functions reach whatever this machine reaches",
  "system calls": "functions can ask the kernel for anything that your user may",
  memory: "a function can take all memory of this machine",
  cpu: "a function can take all processors, whatever its memory setting",
  "process count": "a function can start processes until this machine can't any more",
  "open files": "a function can open files until this machine can't any more",
  "temporary storage": "a function can fill a disk of this machine",
};

export const PROMISES: readonly Promised[] = Object.keys(MEANING) as Promised[];

/** How an ordinary user gets control groups of its own from systemd. */
const DELEGATION = "systemd-run --user --scope -p Delegate=yes npx -y pnpm@12 start";

/**
 * A server that silently runs without one of its limits would be taken for one that has it.
 * @param allowed promises that the operator does without.
 * @throws SandboxUnavailable that names the others, what is at stake and both ways out.
 */
export function requireEnforcedLimits(isolation: readonly IsolationFact[], allowed: ReadonlySet<Promised>): void {
  const missing = isolation.filter(({ what, enforced }) => !enforced && what in MEANING && !allowed.has(what));
  if (missing.length === 0) return;
  const names = missing.map(({ what }) => what);
  const flag = [...new Set([...allowed, ...names])].map((what) => what.replaceAll(" ", "-")).join(",");
  throw new SandboxUnavailable(
    `This host can't enforce what sandboxes promise:${missing.map(({ what, by }) => `\n  ${what}: ${by}. ${sentence(MEANING[what]!)}`).join("")}`,
    `\nStart the server as root, or with control groups of its own: ${DELEGATION}\n` +
      `Or do without: --allow-unenforced=${flag} (LAMBENT_ALLOW_UNENFORCED=${flag}).`,
  );
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
