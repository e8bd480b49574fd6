import { LATEST, type ThrottleReason } from "@lambent/model";
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
  /** What functions without a reservation share, less what is provisioned for them. */
  readonly unreservedConcurrency: number;
  /** Invocations that run now, of all functions. */
  readonly running: number;
  /**
   * Runs `work` and counts it for as long as it takes, however it ends; without room, `refuse` answers instead.
   * @param version that it runs, `$LATEST` when omitted: what is provisioned for a version is kept free for it alone.
   */
  run<Result>(
    functionArn: string,
    work: () => Promise<Result>,
    refuse: (throttle: Throttle) => Result,
    version?: string,
  ): Promise<Result>;
  /**
   * Sets a function's reserved concurrency from now on; undefined gives it back. What runs already runs on, and counts
   * against the new figure.
   */
  reserve(functionArn: string, concurrentExecutions: number | undefined): void;
  /**
   * Keeps room for so many invocations of a version from now on, within the function's reservation if it has one; 0 gives it
   * back.
   */
  provision(functionArn: string, version: string, concurrentExecutions: number): void;
  /** Sum of what is provisioned for a function's versions. */
  provisionedConcurrency(functionArn: string): number;
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
  const usages = new Map<string, Usage>();
  let runningInAll = 0;
  /** Sum of what each reservation and each provision has left. */
  let keptFree = 0;
  /** Sum of what is set aside, reserved or provisioned. */
  let setAsideInAll = 0;

  const unreservedConcurrency = () => Math.max(0, accountConcurrency - setAsideInAll);

  function throttleOf(usage: Usage | undefined, version: string): Throttle | undefined {
    // What is provisioned for it is kept free for it, within its function and within the account.
    const isProvisioned = usage !== undefined && provisionedLeft(usage, version) > 0;
    const reserved = usage?.reserved;
    const isReservationUsed = usage && usage.running + provisionedLeftInAll(usage) >= (reserved ?? Infinity);
    if (!isProvisioned && reserved !== undefined && isReservationUsed) {
      return { reason: "ReservedFunctionConcurrentInvocationLimitExceeded", limit: reserved };
    }
    // Its own part is kept free for it already; it can be missing only until others have come down.
    const [usable, limit] =
      isProvisioned || reserved !== undefined
        ? [accountConcurrency, accountConcurrency]
        : [accountConcurrency - keptFree, unreservedConcurrency()];
    return runningInAll < usable ? undefined : { reason: "ConcurrentInvocationLimitExceeded", limit };
  }

  function usageOf(functionArn: string): Usage {
    let usage = usages.get(functionArn);
    if (usage === undefined) {
      usage = { running: 0, runningByVersion: new Map(), provisioned: new Map() };
      usages.set(functionArn, usage);
    }
    return usage;
  }

  function count(functionArn: string, version: string, by: 1 | -1): void {
    const usage = usageOf(functionArn);
    keptFree -= keptFreeFor(usage);
    usage.running += by;
    usage.runningByVersion.set(version, (usage.runningByVersion.get(version) ?? 0) + by);
    keptFree += keptFreeFor(usage);
    runningInAll += by;
    metrics.observeConcurrency(functionArn, usage.running);
  }

  /** Changes what is set aside for a function, and forgets one that has nothing and runs nothing: deleted ones among them. */
  function setAsideAnew(functionArn: string, change: (usage: Usage) => void): void {
    const usage = usageOf(functionArn);
    keptFree -= keptFreeFor(usage);
    setAsideInAll -= setAside(usage);
    change(usage);
    keptFree += keptFreeFor(usage);
    setAsideInAll += setAside(usage);
    if (usage.running === 0 && usage.reserved === undefined && usage.provisioned.size === 0) usages.delete(functionArn);
  }

  return {
    accountConcurrency,
    get unreservedConcurrency() {
      return unreservedConcurrency();
    },
    get running() {
      return runningInAll;
    },
    async run(functionArn, work, refuse, version = LATEST) {
      const throttle = throttleOf(usages.get(functionArn), version);
      if (throttle !== undefined) return refuse(throttle);
      count(functionArn, version, 1);
      try {
        return await work();
      } finally {
        count(functionArn, version, -1);
      }
    },
    reserve(functionArn, concurrentExecutions) {
      setAsideAnew(functionArn, (usage) => {
        usage.reserved = concurrentExecutions;
      });
    },
    provision(functionArn, version, concurrentExecutions) {
      setAsideAnew(functionArn, ({ provisioned }) => {
        if (concurrentExecutions === 0) provisioned.delete(version);
        else provisioned.set(version, concurrentExecutions);
      });
    },
    provisionedConcurrency(functionArn) {
      const usage = usages.get(functionArn);
      return usage === undefined ? 0 : provisionedInAll(usage);
    },
  };
}

interface Usage {
  running: number;
  /** Versions that ran once stay with 0: the way of an invocation makes and drops nothing. */
  runningByVersion: Map<string, number>;
  reserved?: number | undefined;
  provisioned: Map<string, number>;
}

function provisionedLeft({ provisioned, runningByVersion }: Usage, version: string): number {
  return Math.max(0, (provisioned.get(version) ?? 0) - (runningByVersion.get(version) ?? 0));
}

function provisionedLeftInAll(usage: Usage): number {
  if (usage.provisioned.size === 0) return 0;
  let left = 0;
  for (const version of usage.provisioned.keys()) left += provisionedLeft(usage, version);
  return left;
}

function provisionedInAll({ provisioned }: Usage): number {
  let sum = 0;
  for (const count of provisioned.values()) sum += count;
  return sum;
}

function keptFreeFor(usage: Usage): number {
  return Math.max((usage.reserved ?? 0) - usage.running, provisionedLeftInAll(usage));
}

/** What is provisioned comes out of the reservation, where there is one. */
function setAside(usage: Usage): number {
  return usage.reserved ?? provisionedInAll(usage);
}
