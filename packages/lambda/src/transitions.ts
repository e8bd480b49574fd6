import { setTimeout as sleep } from "node:timers/promises";

/**
 * What goes on after a create or an update has been answered: brings the function from Pending to Active, or from InProgress
 * to Successful. A process that ends on the way leaves it to `repairAfterCrash`.
 */
export interface Transitions {
  /** Runs `work` now, in the background, and again when it fails. */
  start(functionArn: string, work: () => Promise<void>): void;
  /** Settles once nothing goes on for this function; rejects when its last attempt has failed. */
  settled(functionArn: string): Promise<void>;
  isIdle(): boolean;
  /** Settles once nothing goes on at all; nothing is tried again then. */
  close(): Promise<void>;
}

/** After a failed write: a busy database is back at once, a full disk when somebody has looked. */
const RETRY_AFTER_MS = [100, 1_000, 5_000];

export function createTransitions(): Transitions {
  const running = new Map<string, Set<Promise<void>>>();
  const closing = new AbortController();

  async function attempts(work: () => Promise<void>): Promise<void> {
    for (const delayMs of RETRY_AFTER_MS) {
      try {
        return await work();
      } catch (error) {
        if (closing.signal.aborted) throw error;
        await sleep(delayMs, undefined, { ref: false, signal: closing.signal });
      }
    }
    return work();
  }

  return {
    start(functionArn, work) {
      const ofFunction = running.get(functionArn) ?? new Set();
      running.set(functionArn, ofFunction);
      const transition = attempts(work);
      ofFunction.add(transition);
      const over = () => {
        ofFunction.delete(transition);
        if (ofFunction.size === 0 && running.get(functionArn) === ofFunction) running.delete(functionArn);
      };
      transition.then(over, over);
    },
    isIdle: () => running.size === 0,
    async settled(functionArn) {
      await Promise.all([...(running.get(functionArn) ?? [])]);
    },
    async close() {
      closing.abort();
      await Promise.allSettled([...running.values()].flatMap((transitions) => [...transitions]));
    },
  };
}
