import { setTimeout as delay } from "node:timers/promises";
import { RUNTIMES, type RuntimeId } from "@lambent/model";
import { bareNodeMs } from "../bare-node.ts";
import { type BenchRunner, withRunner } from "../bench-runner.ts";
import type { Budget, Comparison, Measurement, MeasurementContext } from "../measurement.ts";

/** Of bare `node -e 0`: half of `python3 -c 0` is about a quarter of it. @see facts: sandbox, start cost */
const POOLED_BUDGETS = { nodejs: 0.15, python: 0.25 } as const;
const UNPOOLED_BUDGET = 1.8;
/** Longer than the pause before the next spare boots. */
const SETTLED_AFTER_MS = 150;

/** A new environment of a known function version for every invocation, at the runner: hello and its answer, with booted spares and without. */
export const coldStart: Measurement = {
  id: "cold",
  run: async (context) => [
    ...(await withRunner((bench) => coldStarts(bench, context, true))),
    ...(await withRunner((bench) => coldStarts(bench, context, false), { spares: "none" })),
  ],
};

async function coldStarts(
  { runner, invoke }: BenchRunner,
  { runs, say }: MeasurementContext,
  isPooled: boolean,
): Promise<Comparison[]> {
  const kind = isPooled ? "from the pool" : "without pool";
  const comparisons: Comparison[] = [];
  // A custom runtime is what its function brings.
  const isOurs = (runtime: RuntimeId) => RUNTIMES[runtime].family !== "provided";
  const available = runner
    .status()
    .runtimes.filter((item) => item.available && item.architecture === "x86_64" && isOurs(item.runtime));
  for (const { runtime } of available) {
    say(`cold start ${kind} of ${runtime}`);
    const samples: number[] = [];
    const referenceSamples: number[] = [];
    const isReady = () => runner.status().spares.some((spare) => spare.runtime === runtime && spare.isReady);
    const isSettled = async () => {
      const before = runner.status().spares.length;
      await delay(SETTLED_AFTER_MS);
      const { spares } = runner.status();
      return spares.length === before && spares.every((spare) => spare.isReady);
    };
    // What is read from disk for the first time is read now: the function has run before, but has no environment left.
    const key = `${runtime} cold`;
    await invoke(runtime, key);
    runner.retire(key);
    for (let run = 0; run < runs; run += 1) {
      // A spare that boots would slow the reference as well as what is measured.
      while (isPooled && !(isReady() && (await isSettled()))) await delay(5);
      referenceSamples.push(await bareNodeMs());
      const startedMs = performance.now();
      const { coldStart } = await invoke(runtime, key);
      samples.push(performance.now() - startedMs);
      if (!coldStart) throw new Error(`${key} was no cold start.`);
      runner.retire(key);
    }
    const family = runtime.startsWith("python") ? "python" : "nodejs";
    const budget: Budget = { of: "ratio", limit: isPooled ? POOLED_BUDGETS[family] : UNPOOLED_BUDGET };
    const referenceName = "node -e 0";
    comparisons.push({
      name: `cold start ${kind}, ${runtime}`,
      unit: "ms",
      samples,
      referenceName,
      referenceSamples,
      budget,
    });
  }
  return comparisons;
}
