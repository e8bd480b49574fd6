import { HELLO_EVENT } from "../hello-function.ts";
import { httpLoad, type LoadResult } from "../http-load.ts";
import type { Budget, Comparison } from "../measurement.ts";
import { median, quantile } from "../statistics.ts";

const CALLS_ONE_BY_ONE = 200;
const CALLS_AT_ONCE = 800;
const REFERENCE = "node:http proxy to a child process";
const US_PER_MS = 1_000;

export interface WarmBudgets {
  oneByOne?: Budget;
  eightAtOnce?: Budget;
}

type LoadOf = (count: number, concurrency: number) => Promise<LoadResult>;

/** Latency one by one and throughput eight and 32 at a time, run by run in turn with the bare proxy. */
export async function compareWithProxy(
  name: string,
  proxyUrl: string,
  loadOf: LoadOf,
  runs: number,
  budgets: WarmBudgets = {},
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
  const p50 = row(`c=1, p50 of ${CALLS_ONE_BY_ONE} calls`, "µs", budgets.oneByOne);
  const p99 = row(`c=1, p99 of ${CALLS_ONE_BY_ONE} calls`, "µs");
  const rates = [8, 32].map((concurrency) => ({
    concurrency,
    rate: row(`c=${concurrency}`, "requests/s", concurrency === 8 ? budgets.eightAtOnce : undefined),
  }));
  for (const warmUp of [reference, loadOf]) await warmUp(2 * CALLS_AT_ONCE, 8);
  for (let run = 0; run < runs; run += 1) {
    for (const [of, samples] of [
      [reference, "referenceSamples"],
      [loadOf, "samples"],
    ] as const) {
      const { latenciesMs } = await of(CALLS_ONE_BY_ONE, 1);
      p50[samples].push(median(latenciesMs) * US_PER_MS);
      p99[samples].push(quantile(latenciesMs, 0.99) * US_PER_MS);
    }
    for (const { concurrency, rate } of rates) {
      rate.referenceSamples.push((await reference(CALLS_AT_ONCE, concurrency)).requestsPerSecond);
      rate.samples.push((await loadOf(CALLS_AT_ONCE, concurrency)).requestsPerSecond);
    }
  }
  return [p50, p99, ...rates.map(({ rate }) => rate)];
}
