import { bareNodeMs } from "../bare-node.ts";
import { withRunner } from "../bench-runner.ts";
import type { Comparison, Measurement } from "../measurement.ts";

/** A new environment for every invocation, at the runner: sandbox, interpreter, init, hello, its answer. */
export const coldStart: Measurement = {
  id: "cold",
  run: ({ runs, say }) =>
    withRunner(async ({ runner, invoke }) => {
      const comparisons: Comparison[] = [];
      const available = runner.status().runtimes.filter((item) => item.available && item.architecture === "x86_64");
      for (const { runtime } of available) {
        say(`cold start of ${runtime}`);
        const samples: number[] = [];
        const referenceSamples: number[] = [];
        await invoke(runtime, `${runtime} first`); // what is read from disk for the first time
        for (let run = 0; run < runs; run += 1) {
          referenceSamples.push(await bareNodeMs());
          const key = `${runtime} ${run}`;
          const startedMs = performance.now();
          const { coldStart } = await invoke(runtime, key);
          samples.push(performance.now() - startedMs);
          if (!coldStart) throw new Error(`${key} was no cold start.`);
          runner.retire(key);
        }
        comparisons.push({
          name: `cold start without pool, ${runtime}`,
          unit: "ms",
          samples,
          referenceName: "node -e 0",
          referenceSamples,
          budget: { of: "ratio", limit: 1.8 },
        });
      }
      return comparisons;
    }),
};
