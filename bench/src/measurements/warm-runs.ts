import { withBareEcho } from "../bare-echo.ts";
import { HELLO_EVENT } from "../hello-function.ts";
import { httpLoad, type LoadResult, load } from "../http-load.ts";
import type { Budget, Comparison } from "../measurement.ts";
import { median, quantile } from "../statistics.ts";

/** Until V8 has optimised what both sides run: the first thousand calls take twice as long. */
export const WARM_UP_CALLS = 8_000;
/**
 * Each environment is a V8 of its own, so that many at once need as many more. That of Node.js 24 compiles most of the runtime
 * from the ten-thousandth call on, and the last of it at the sixteen-thousandth.
 */
const WARM_UP_CALLS_EACH = 18_000;
const warmUpCalls = (concurrency: number) => Math.max(WARM_UP_CALLS, WARM_UP_CALLS_EACH * concurrency);
export const CALLS_ONE_BY_ONE = 400;
/** Half a second: less than an environment waits before it is frozen, so that the proxy in turn costs it nothing. */
const CALLS_AT_ONCE = 8_000;
const REFERENCE = "node:http proxy to a child process";
const US_PER_MS = 1_000;

export interface WarmBudgets {
  oneByOne?: Budget;
  eightAtOnce?: Budget;
  sixteenAtOnce?: Budget;
}

type Samples = "samples" | "referenceSamples";
type LoadOf = (count: number, concurrency: number) => Promise<LoadResult>;

/** One by one beside the bare channel to a process of Node.js: how much of the time is the machine's own. */
export async function compareWithEcho(name: string, loadOf: LoadOf, runs: number): Promise<Comparison> {
  return withBareEcho(async (echo) => {
    const comparison: Comparison = {
      name: `${name}, c=1, p50`,
      unit: "µs",
      samples: [],
      referenceName: "bare echo over a socket pair",
      referenceSamples: [],
    };
    const reference: LoadOf = (count, concurrency) => load(echo, count, concurrency);
    for (const of of [reference, loadOf]) await of(WARM_UP_CALLS, 1);
    for (let run = 0; run < runs; run += 1) {
      for (const [of, samples] of [
        [reference, "referenceSamples"],
        [loadOf, "samples"],
      ] as const) {
        comparison[samples].push(median((await of(CALLS_ONE_BY_ONE, 1)).latenciesMs) * US_PER_MS);
      }
    }
    return comparison;
  });
}

/**
 * Latency one by one, then throughput so many at a time, run by run in turn with the bare proxy. The levels follow each
 * other, fewest first: environments that a burst has left behind would otherwise be frozen while the next level is measured.
 */
export async function compareWithProxy(
  name: string,
  proxyUrl: string,
  loadOf: LoadOf,
  runs: number,
  budgets: WarmBudgets = {},
  concurrencies: readonly number[] = [8, 32],
): Promise<Comparison[]> {
  const reference: LoadOf = (count, concurrency) => httpLoad({ url: proxyUrl, body: HELLO_EVENT }, count, concurrency);
  const row = (what: string, unit: Comparison["unit"], budget?: Budget): Comparison => ({
    name: `${name}, ${what}`,
    unit,
    samples: [],
    referenceName: REFERENCE,
    referenceSamples: [],
    budget,
  });
  const measure = async (concurrency: number, count: number, take: (result: LoadResult, of: Samples) => void) => {
    for (const of of [reference, loadOf]) await of(warmUpCalls(concurrency), concurrency);
    for (let run = 0; run < runs; run += 1) {
      take(await reference(count, concurrency), "referenceSamples");
      take(await loadOf(count, concurrency), "samples");
    }
  };

  const p50 = row(`c=1, p50 of ${CALLS_ONE_BY_ONE} calls`, "µs", budgets.oneByOne);
  const p99 = row(`c=1, p99 of ${CALLS_ONE_BY_ONE} calls`, "µs");
  await measure(1, CALLS_ONE_BY_ONE, ({ latenciesMs }, of) => {
    p50[of].push(median(latenciesMs) * US_PER_MS);
    p99[of].push(quantile(latenciesMs, 0.99) * US_PER_MS);
  });
  const rateBudgets = new Map([
    [8, budgets.eightAtOnce],
    [16, budgets.sixteenAtOnce],
  ]);
  const rates = concurrencies.map((concurrency) => row(`c=${concurrency}`, "requests/s", rateBudgets.get(concurrency)));
  for (const [index, concurrency] of concurrencies.entries()) {
    await measure(concurrency, CALLS_AT_ONCE, ({ requestsPerSecond }, of) => rates[index]![of].push(requestsPerSecond));
  }
  return [p50, p99, ...rates];
}
