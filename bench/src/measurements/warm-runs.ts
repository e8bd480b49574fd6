import { withBareEcho } from "../bare-echo.ts";
import { HELLO_EVENT } from "../hello-function.ts";
import type { Budget, Comparison } from "../measurement.ts";
import { median, quantile } from "../statistics.ts";
import { directCaller, httpCaller, type WarmCaller } from "../warm-caller.ts";

/** Until V8 has optimised what both sides run: the first thousand calls take twice as long. */
export const WARM_UP_CALLS = 8_000;
/**
 * Each environment is a V8 of its own, so that many at once need as many more. That of Node.js 24 compiles most of the runtime
 * from the ten-thousandth call on, and the last of it at the sixteen-thousandth.
 */
const WARM_UP_CALLS_EACH = 18_000;
export const CALLS_ONE_BY_ONE = 400;
const REFERENCE = "node:http proxy to a child process";
const US_PER_MS = 1_000;

export interface WarmBudgets {
  oneByOne?: Budget;
  eightAtOnce?: Budget;
  sixteenAtOnce?: Budget;
}

type Samples = "samples" | "referenceSamples";

/** One by one beside the bare channel to a process of Node.js: how much of the time is the machine's own. */
export async function compareWithEcho(name: string, caller: WarmCaller, runs: number): Promise<Comparison> {
  return withBareEcho(async (echo) => {
    const comparison: Comparison = {
      name: `${name}, c=1, p50`,
      unit: "µs",
      samples: [],
      referenceName: "bare echo over a socket pair",
      referenceSamples: [],
    };
    const reference = directCaller(echo);
    for (const one of [reference, caller]) await one.oneByOne(WARM_UP_CALLS);
    for (let run = 0; run < runs; run += 1) {
      for (const [one, samples] of [
        [reference, "referenceSamples"],
        [caller, "samples"],
      ] as const) {
        comparison[samples].push(median(await one.oneByOne(CALLS_ONE_BY_ONE)) * US_PER_MS);
      }
    }
    return comparison;
  });
}

/**
 * Latency one by one, then throughput and latency so many at a time, run by run in turn with the bare proxy. The levels follow each
 * other, fewest first: environments that a burst has left behind would otherwise be frozen while the next level is measured.
 */
export async function compareWithProxy(
  name: string,
  proxyUrl: string,
  caller: WarmCaller,
  runs: number,
  budgets: WarmBudgets = {},
  concurrencies: readonly number[] = [8, 32],
): Promise<Comparison[]> {
  const reference = httpCaller(() => ({ url: proxyUrl, body: HELLO_EVENT }));
  const row = (what: string, unit: Comparison["unit"], budget?: Budget): Comparison => ({
    name: `${name}, ${what}`,
    unit,
    samples: [],
    referenceName: REFERENCE,
    referenceSamples: [],
    budget,
  });
  /** Run by run, the reference first. */
  const measure = async <Result>(
    once: (of: WarmCaller) => Promise<Result>,
    take: (result: Result, of: Samples) => void,
  ) => {
    for (let run = 0; run < runs; run += 1) {
      take(await once(reference), "referenceSamples");
      take(await once(caller), "samples");
    }
  };

  const p50 = row(`c=1, p50 of ${CALLS_ONE_BY_ONE} calls`, "µs", budgets.oneByOne);
  const p99 = row(`c=1, p99 of ${CALLS_ONE_BY_ONE} calls`, "µs");
  for (const of of [reference, caller]) await of.oneByOne(WARM_UP_CALLS_EACH);
  await measure(
    (of) => of.oneByOne(CALLS_ONE_BY_ONE),
    (latenciesMs, samples) => {
      p50[samples].push(median(latenciesMs) * US_PER_MS);
      p99[samples].push(quantile(latenciesMs, 0.99) * US_PER_MS);
    },
  );
  const rateBudgets = new Map([
    [8, budgets.eightAtOnce],
    [16, budgets.sixteenAtOnce],
  ]);
  const rows = [p50, p99];
  for (const concurrency of concurrencies) {
    const rate = row(`c=${concurrency}`, "requests/s", rateBudgets.get(concurrency));
    const [p50AtOnce, p99AtOnce] = [row(`c=${concurrency}, p50`, "µs"), row(`c=${concurrency}, p99`, "µs")];
    for (const of of [reference, caller]) await warmUp(of, concurrency);
    await measure(
      (of) => of.atOnce(concurrency),
      ({ requestsPerSecond, p50Us, p99Us }, samples) => {
        rate[samples].push(requestsPerSecond);
        p50AtOnce[samples].push(p50Us);
        p99AtOnce[samples].push(p99Us);
      },
    );
    rows.push(rate, p50AtOnce, p99AtOnce);
  }
  return rows;
}

async function warmUp(caller: WarmCaller, concurrency: number): Promise<void> {
  for (let calls = 0; calls < WARM_UP_CALLS_EACH * concurrency; ) calls += (await caller.atOnce(concurrency)).requests;
}
