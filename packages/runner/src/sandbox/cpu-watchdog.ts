import { killProcess } from "./cgroup-files.ts";
import { cpuTimeMs } from "./process-tree.ts";

/** A process tree that shall keep to a share of the processors. */
export interface Throttled {
  /** The sandbox's processes, as they are now. */
  processIds(): number[];
  /** How many of the first ones never stand still: they wait for the others, and have to tell at once how those ended. */
  waiting: number;
  /** 0.07 for 128 MB, 1 for 1769 MB. */
  cores: number;
}

/** As the kernel's quota refers to 100 ms, an idle function may save up its share of as much. */
const SAVED_UP_MS = 100;
/** The longest that a function runs on before its use is looked at. */
const INTERVAL_MS = 50;

interface Account extends Throttled {
  /** CPU time that may still be used; below zero, the processes stand still. */
  creditMs: number;
  usedMs: number;
  lookedAtMs: number;
  isStopped: boolean;
}

/**
 * In place of a quota, where there is no cpu controller: measures how much processor time the processes of a sandbox have
 * had, stops them (SIGSTOP) when it is more than their share, and lets them go on when time has made up for it.
 */
export class CpuWatchdog {
  readonly #accounts = new Map<Throttled, Account>();
  #timer: NodeJS.Timeout | undefined;

  watch(throttled: Throttled) {
    if (this.#accounts.has(throttled)) return;
    const usedMs = cpuTimeMs(throttled.processIds());
    const creditMs = throttled.cores * SAVED_UP_MS;
    const { cores, waiting } = throttled;
    const processIds = () => throttled.processIds();
    this.#accounts.set(throttled, {
      processIds,
      waiting,
      cores,
      creditMs,
      usedMs,
      lookedAtMs: performance.now(),
      isStopped: false,
    });
    this.#timer ??= setInterval(() => this.#look(), INTERVAL_MS).unref();
  }

  /** Lets its processes go on; also to be called before they are frozen, as what is frozen uses no time. */
  unwatch(throttled: Throttled) {
    const account = this.#accounts.get(throttled);
    if (account?.isStopped) signalAll(account, "SIGCONT");
    this.#accounts.delete(throttled);
    if (this.#accounts.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look() {
    const nowMs = performance.now();
    for (const account of this.#accounts.values()) {
      const processIds = account.processIds();
      const usedMs = cpuTimeMs(processIds);
      const earnedMs = (nowMs - account.lookedAtMs) * account.cores;
      // A process that ended unnoticed takes its figure with it: never a credit.
      const spentMs = Math.max(0, usedMs - account.usedMs);
      account.creditMs = Math.min(account.creditMs + earnedMs, account.cores * SAVED_UP_MS) - spentMs;
      account.usedMs = usedMs;
      account.lookedAtMs = nowMs;
      const stops = account.creditMs < 0;
      // Again each time: one that had just been started, or was let go on by another of them, would run on.
      if (stops || account.isStopped) signalAll(account, stops ? "SIGSTOP" : "SIGCONT");
      account.isStopped = stops;
    }
  }
}

function signalAll({ processIds, waiting }: Throttled, signal: NodeJS.Signals) {
  for (const processId of processIds().slice(waiting)) killProcess(processId, signal);
}
