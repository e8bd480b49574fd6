import { expect, test } from "vitest";
import type { Clock } from "./clock.ts";
import { PostponedTimer } from "./postponed-timer.ts";

/** Time that stands still unless it is moved. */
function manualClock() {
  let nowMs = 0;
  let timers: { atMs: number; callback: () => void }[] = [];
  const clock: Clock & { moveTo(ms: number): void; readonly running: number; made: number } = {
    made: 0,
    get running() {
      return timers.length;
    },
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    schedule(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      clock.made += 1;
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    moveTo(ms) {
      for (;;) {
        const [next] = timers.filter(({ atMs }) => atMs <= ms).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        nowMs = next.atMs;
        next.callback();
      }
      nowMs = ms;
    },
  };
  return clock;
}

function timerAndTimes() {
  const clock = manualClock();
  const times: number[] = [];
  return { clock, times, timer: new PostponedTimer(clock, () => times.push(clock.monotonicMs())) };
}

test("it is due when it was set for last", () => {
  const { clock, times, timer } = timerAndTimes();
  for (const ms of [0, 10, 20, 990]) {
    clock.moveTo(ms);
    timer.set(1_000);
  }
  clock.moveTo(5_000);
  expect(times).toEqual([1_990]);
  expect(clock).toMatchObject({ running: 0, made: 2 });
});

test("it is due sooner when it is set for sooner", () => {
  const { clock, times, timer } = timerAndTimes();
  timer.set(1_000);
  timer.set(10);
  clock.moveTo(5_000);
  expect(times).toEqual([10]);
});

test("what was cleared is not due, and can be set again", () => {
  const { clock, times, timer } = timerAndTimes();
  timer.set(1_000);
  timer.clear();
  clock.moveTo(500);
  timer.set(1_000);
  clock.moveTo(1_499);
  expect(times).toEqual([]);
  clock.moveTo(1_500);
  expect(times).toEqual([1_500]);
});

test("what was stopped leaves no timer", () => {
  const { clock, times, timer } = timerAndTimes();
  timer.set(1_000);
  timer.stop();
  expect(clock.running).toBe(0);
  timer.set(2_000);
  clock.moveTo(5_000);
  expect(times).toEqual([2_000]);
});
