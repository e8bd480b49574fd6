import type { ThrottleReason } from "@lambent/model";
import type { Telemetry } from "@lambent/telemetry";

/** Why there is no room for an invocation: what is used up, and how much of it there is. */
export interface Throttle {
  reason: ThrottleReason;
  /** The function's reserved concurrency, or what it shares with others. */
  limit: number;
}

/**
 * Lets invocations in as long as their function and the account have concurrency left, and counts them while they run: a
 * function's versions together, by its unqualified ARN. Reservations are kept here in memory, so that nobody waits for a
 * database.
 * @see spec: lambda §5.2
 */
export interface ConcurrencyGate {
  readonly accountConcurrency: number;
  /** What functions without a reservation share. */
  readonly unreservedConcurrency: number;
  /** Runs `work` and counts it for as long as it takes, however it ends; without room, `refuse` answers instead. */
  run<Result>(
    functionArn: string,
    work: () => Promise<Result>,
    refuse: (throttle: Throttle) => Result,
  ): Promise<Result>;
  /**
   * Sets a function's reserved concurrency from now on; undefined gives it back. What runs already runs on, and counts
   * against the new figure.
   */
  reserve(functionArn: string, concurrentExecutions: number | undefined): void;
}

/**
 * Whatever is kept free for a reservation counts as used: so a reservation is always there when it is asked for, and all
 * together never exceed the account. A function that runs more than it has reserved (it was just lowered) takes the rest
 * from the others until it has come down.
 */
export function createConcurrencyGate(
  { metrics }: Pick<Telemetry, "metrics">,
  accountConcurrency: number,
): ConcurrencyGate {
  const running = new Map<string, number>();
  const reserved = new Map<string, number>();
  let runningInAll = 0;
  /** Sum of what each reservation has left. */
  let keptFree = 0;
  let reservedInAll = 0;

  const runningOf = (functionArn: string) => running.get(functionArn) ?? 0;
  const keptFreeFor = (functionArn: string) => Math.max(0, (reserved.get(functionArn) ?? 0) - runningOf(functionArn));
  const unreservedConcurrency = () => Math.max(0, accountConcurrency - reservedInAll);

  function throttleOf(functionArn: string): Throttle | undefined {
    const own = reserved.get(functionArn);
    if (own !== undefined && runningOf(functionArn) >= own) {
      return { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", limit: own };
    }
    // Its own part is kept free for it already; it can be missing only until others have come down.
    const [usable, limit] =
      own === undefined
        ? [accountConcurrency - keptFree, unreservedConcurrency()]
        : [accountConcurrency, accountConcurrency];
    return runningInAll < usable ? undefined : { reason: "ConcurrentInvocationLimitExceeded", limit };
  }

  function change(functionArn: string, by: 1 | -1): void {
    keptFree -= keptFreeFor(functionArn);
    const now = runningOf(functionArn) + by;
    if (now === 0) running.delete(functionArn);
    else running.set(functionArn, now);
    runningInAll += by;
    keptFree += keptFreeFor(functionArn);
    metrics.observeConcurrency(functionArn, now);
  }

  return {
    accountConcurrency,
    get unreservedConcurrency() {
      return unreservedConcurrency();
    },
    async run(functionArn, work, refuse) {
      const throttle = throttleOf(functionArn);
      if (throttle !== undefined) return refuse(throttle);
      change(functionArn, 1);
      try {
        return await work();
      } finally {
        change(functionArn, -1);
      }
    },
    reserve(functionArn, concurrentExecutions) {
      keptFree -= keptFreeFor(functionArn);
      reservedInAll += (concurrentExecutions ?? 0) - (reserved.get(functionArn) ?? 0);
      if (concurrentExecutions === undefined) reserved.delete(functionArn);
      else reserved.set(functionArn, concurrentExecutions);
      keptFree += keptFreeFor(functionArn);
    },
  };
}
