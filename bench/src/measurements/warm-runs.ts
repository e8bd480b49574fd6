import { HELLO_EVENT } from "../hello-function.ts";
import { httpLoad, type LoadResult } from "../http-load.ts";
import type { Budget, Comparison } from "../measurement.ts";
import { median } from "../statistics.ts";

const CALLS_ONE_BY_ONE = 200;
const CALLS_EIGHT_AT_ONCE = 800;

export interface WarmBudgets {
  oneByOne?: Budget;
  eightAtOnce?: Budget;
}

/** Latency one by one and throughput eight at a time, run by run in turn with the bare proxy. */
export async function compareWithProxy(
  name: string,
  proxyUrl: string,
  loadOf: (count: number, concurrency: number) => Promise<LoadResult>,
  runs: number,
  budgets: WarmBudgets = {},
): Promise<Comparison[]> {
  const reference = (count: number, concurrency: number) =>
    httpLoad({ url: proxyUrl, body: HELLO_EVENT }, count, concurrency);
  const latency: Comparison = {
    name: `${name}, c=1, p50 of ${CALLS_ONE_BY_ONE} calls`,
    unit: "ms",
    samples: [],
    referenceName: "node:http proxy to a child process",
    referenceSamples: [],
    budget: budgets.oneByOne,
  };
  const throughput: Comparison = {
    name: `${name}, c=8`,
    unit: "requests/s",
    samples: [],
    referenceName: "node:http proxy to a child process",
    referenceSamples: [],
    budget: budgets.eightAtOnce,
  };
  for (const warmUp of [reference, loadOf]) await warmUp(2 * CALLS_EIGHT_AT_ONCE, 8);
  for (let run = 0; run < runs; run += 1) {
    latency.referenceSamples.push(median((await reference(CALLS_ONE_BY_ONE, 1)).latenciesMs));
    latency.samples.push(median((await loadOf(CALLS_ONE_BY_ONE, 1)).latenciesMs));
    throughput.referenceSamples.push((await reference(CALLS_EIGHT_AT_ONCE, 8)).requestsPerSecond);
    throughput.samples.push((await loadOf(CALLS_EIGHT_AT_ONCE, 8)).requestsPerSecond);
  }
  return [latency, throughput];
}
