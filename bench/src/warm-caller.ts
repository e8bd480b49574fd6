import { type HttpCall, timesOf } from "./http-call.ts";
import { httpRate } from "./http-rate.ts";
import { type LoadAtOnce, load } from "./load.ts";
import { quantile } from "./statistics.ts";

/** One way to call a function, as its load is made. */
export interface WarmCaller {
  /** One after the other; how long each call took, in ms. */
  oneByOne(count: number): Promise<number[]>;
  /** So many at a time, for about a second. */
  atOnce(concurrency: number): Promise<LoadAtOnce>;
}

/** @param prepare gives the call that a series of calls repeats */
export const httpCaller = (prepare: () => HttpCall | Promise<HttpCall>): WarmCaller => ({
  oneByOne: async (count) => timesOf(await prepare(), count),
  atOnce: async (concurrency) => httpRate(await prepare(), concurrency),
});

/** Half a second and less: an environment waits for longer before it is frozen. */
const CALLS_AT_ONCE = 8_000;

/** Within this process. */
export const directCaller = (call: () => Promise<unknown>): WarmCaller => ({
  oneByOne: async (count) => (await load(call, count, 1)).latenciesMs,
  atOnce: async (concurrency) => {
    const { requestsPerSecond, latenciesMs } = await load(call, CALLS_AT_ONCE, concurrency);
    const [p50Us, p99Us] = [0.5, 0.99].map((fraction) => quantile(latenciesMs, fraction) * 1_000) as [number, number];
    return { requests: CALLS_AT_ONCE, requestsPerSecond, p50Us, p99Us };
  },
});
