import { ResourceConflict } from "@lambent/model";

/** Lets one change of a function's code or settings run at a time; a second is refused, as AWS does. */
export interface UpdateLocks {
  /** @throws ResourceConflict while another change of the same function is in progress. */
  hold<Result>(functionArn: string, work: () => Promise<Result>): Promise<Result>;
  /** Whether no function is being changed. */
  isFree(): boolean;
}

export function createUpdateLocks(): UpdateLocks {
  const held = new Set<string>();
  return {
    isFree: () => held.size === 0,
    async hold(functionArn, work) {
      if (held.has(functionArn)) throw ResourceConflict.updateInProgress(functionArn);
      held.add(functionArn);
      try {
        return await work();
      } finally {
        held.delete(functionArn);
      }
    },
  };
}
