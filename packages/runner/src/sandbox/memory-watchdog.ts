import { availableParallelism } from "node:os";

/** How a sandbox's memory is measured. */
export interface MemoryMeter {
  /** Never less than `exactBytes`; cheap. */
  roughBytes(): number;
  /** What counts against the function's memory: its processes' own pages and shared memory, without files in /tmp. */
  exactBytes(): Promise<number>;
  /** The most that `exactBytes` has been, also when nobody looked; absent where that can't be told. */
  peakBytes?(): Promise<number>;
}

export interface Watched {
  meter: MemoryMeter;
  limitBytes: number;
  /** Highest exact figure so far. */
  peakBytes: number;
  exceeded(): void;
}

/** At the fastest, 20 MB more than the limit on each processor until it is noticed. */
const INTERVAL_MS = 25;
/** 800 MB/s: the fastest that a process was seen to allocate. */
const FASTEST_BYTES_PER_MS = 800_000 * availableParallelism();
/** Whatever is left. */
const LONGEST_INTERVAL_MS = 500;

/**
 * Ends sandboxes whose processes hold more than the function's memory.
 *
 * Why not the kernel alone: a tmpfs is charged to the control group, so a kernel limit of `memoryMb` would end a
 * function that fills its /tmp, and no limit would let it allocate as much as /tmp is large. Lambda counts both apart.
 * So the kernel's hard limit is memory + /tmp (nothing a sandbox does can cost the host more), and between the two this
 * watchdog decides by what is not in /tmp. A loop-mounted ext4 as /tmp would let the kernel decide alone, but costs
 * 17 ms per start, needs root and leaves mounts behind when the server is killed.
 *
 * A sandbox is looked at again when it could have reached its limit by then.
 */
export class MemoryWatchdog {
  /** When each is to be looked at next, in ms of the monotonic clock. */
  readonly #watched = new Map<Watched, number>();
  #timer: NodeJS.Timeout | undefined;

  watch(watched: Watched) {
    this.#watched.set(watched, 0);
    this.#timer ??= setInterval(() => void this.#look(), INTERVAL_MS).unref();
  }

  /** Also for a frozen sandbox: it can't allocate. */
  unwatch(watched: Watched) {
    this.#watched.delete(watched);
    if (this.#watched.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async #look() {
    const nowMs = performance.now();
    const due = [...this.#watched].filter(([, dueMs]) => dueMs <= nowMs);
    await Promise.all(due.map(([watched]) => this.#check(watched, nowMs)));
  }

  async #check(watched: Watched, nowMs: number) {
    try {
      const roughBytes = watched.meter.roughBytes();
      const leftBytes = watched.limitBytes - roughBytes;
      if (leftBytes > 0) {
        this.#watched.set(watched, nowMs + Math.min(leftBytes / FASTEST_BYTES_PER_MS, LONGEST_INTERVAL_MS));
        return;
      }
      if (roughBytes <= watched.peakBytes) return;
      const bytes = await watched.meter.exactBytes();
      watched.peakBytes = Math.max(watched.peakBytes, bytes);
      if (bytes > watched.limitBytes && this.#watched.has(watched)) {
        this.unwatch(watched);
        watched.exceeded();
      }
    } catch {
      // The sandbox ended while it was measured.
    }
  }
}
