import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MemoryWatchdog, type Watched } from "./memory-watchdog.ts";

const MB = 1_000_000;
const LIMIT_BYTES = 128 * MB;

describe("the memory watchdog", () => {
  let watchdog: MemoryWatchdog;
  let held: number;
  let looks: number;
  let isExceeded: boolean;
  const watched = (): Watched => ({
    meter: {
      roughBytes: () => {
        looks++;
        return held;
      },
      exactBytes: async () => held,
    },
    limitBytes: LIMIT_BYTES,
    peakBytes: 0,
    exceeded: () => (isExceeded = true),
  });

  beforeEach(() => {
    vi.useFakeTimers();
    [watchdog, held, looks, isExceeded] = [new MemoryWatchdog(), 10 * MB, 0, false];
  });
  afterEach(() => vi.useRealTimers());

  test("looks seldom at a sandbox that is far from its limit, and all the time at one that is near", async () => {
    held = 1;
    const far = watched();
    far.limitBytes = 1_000_000 * MB;
    watchdog.watch(far);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(looks).toBe(3);
    looks = 0;
    held = far.limitBytes - 1;
    await vi.advanceTimersByTimeAsync(600);
    looks = 0;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toBe(40);
    watchdog.unwatch(far);
  });

  test("notices at its next look whatever allocates at the fastest", async () => {
    watchdog.watch(watched());
    for (let ms = 0; ms < 2_000 && !isExceeded; ms++) {
      await vi.advanceTimersByTimeAsync(1);
      held += 0.8 * MB;
    }
    expect(isExceeded).toBe(true);
    // What 25 ms bring, and the millisecond in which it is noticed.
    expect(held - LIMIT_BYTES).toBeLessThanOrEqual(26 * 0.8 * MB);
  });

  test("looks at once again at one that it is told of anew", async () => {
    const one = watched();
    watchdog.watch(one);
    await vi.advanceTimersByTimeAsync(25);
    held = LIMIT_BYTES + 1;
    watchdog.watch(one);
    await vi.advanceTimersByTimeAsync(25);
    expect(isExceeded).toBe(true);
  });
});
