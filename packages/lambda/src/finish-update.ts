import { functionArn, RevisionMismatch } from "@lambent/model";
import type { FunctionRecord } from "@lambent/store";
import { expectInvocation } from "./expect-invocation.ts";
import type { Ports } from "./ports.ts";
import { replaceEnvironments } from "./replace-environments.ts";

/** What is to be brought to its end after the answer. */
export interface Unfinished {
  functionName: string;
  /** `$LATEST` as it was before an update; absent when the function has just been made. */
  before?: FunctionRecord;
  /** Whether `$LATEST` itself is Pending or InProgress. */
  latest: boolean;
  /** A version that has just been published. */
  version?: string;
}

/** @see spec: lambda §12, docs/adr/0015 */
export function finishInBackground(ports: Ports, unfinished: Unfinished): void {
  ports.transitions.start(functionArn(ports.scope, unfinished.functionName), async () => {
    if (unfinished.latest) await finishLatest(ports, unfinished);
    if (unfinished.version !== undefined) await finishVersion(ports, unfinished.functionName, unfinished.version);
  });
}

export function isUnfinished({ state, lastUpdateStatus }: FunctionRecord): boolean {
  return state === "Pending" || lastUpdateStatus === "InProgress";
}

async function finishLatest(ports: Ports, { functionName, before }: Unfinished): Promise<void> {
  const { store, scope, definitions } = ports;
  for (;;) {
    const current = await store.functions.get(scope, functionName);
    // Deleted meanwhile, or made anew and finished by its own.
    if (current === null || !isUnfinished(current)) return;
    try {
      const after = await store.functions.update(
        scope,
        functionName,
        { expectedRevisionId: current.revisionId },
        {
          state: current.state === "Pending" ? "Active" : current.state,
          stateReason: current.state === "Pending" ? null : (current.stateReason ?? null),
          lastUpdateStatus: "Successful",
          lastModified: current.lastModified,
        },
      );
      if (before !== undefined) return replaceEnvironments(ports, before, after);
      definitions.invalidate(functionName);
      return expectInvocation(ports, functionName);
    } catch (error) {
      // A tag or a permission was written in between, which is no reason to stop.
      if (!(error instanceof RevisionMismatch)) throw error;
    }
  }
}

async function finishVersion({ store, scope, definitions }: Ports, functionName: string, version: string) {
  await store.versions.setState(scope, functionName, version, {
    state: "Active",
    stateReason: null,
    lastUpdateStatus: "Successful",
  });
  definitions.invalidate(functionName);
}
