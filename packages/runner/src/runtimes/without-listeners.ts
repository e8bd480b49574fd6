import type { SandboxDriver } from "../sandbox/sandbox.port.ts";

/** What is told of a driver through whose sandboxes no listening socket reaches this server. */
export interface WithoutListeners {
  /** Of custom runtimes, which can't be served. */
  refusal: { reason: string; remedy: string };
  /** Of all others, which run without services of this server's inside; undefined where that is told otherwise. */
  note?: string;
}

const REMEDY = "Let bwrap, runc or crun make the sandboxes.";

/** @returns undefined where there is nothing to tell. */
export function withoutListeners({
  offersListeners,
  runtime,
}: Pick<SandboxDriver, "offersListeners" | "runtime">): WithoutListeners | undefined {
  if (offersListeners) return undefined;
  if (runtime === undefined) {
    return {
      refusal: {
        reason: "Custom runtimes need a sandbox with ports of its own, which plain processes don't have.",
        remedy: "Start the server where bwrap, runc or crun works, and let one of them make the sandboxes.",
      },
    };
  }
  return {
    refusal: {
      reason: `Custom runtimes are served through a port inside their sandbox, and none leads out of a sandbox of ${runtime}.`,
      remedy: REMEDY,
    },
    note: `No port leads out of a sandbox of ${runtime}: functions find no AWS endpoint and no credentials inside. ${REMEDY}`,
  };
}
