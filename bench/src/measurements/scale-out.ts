import { bareNodeMs } from "../bare-node.ts";
import { withRunner } from "../bench-runner.ts";
import type { Comparison, Measurement } from "../measurement.ts";

const ENVIRONMENTS = 50;
/** Long enough that none is free before all have started. */
const WAIT_MS = 8_000;
const RUNS_MAX = 5;

/** From nothing to 50 environments that run at the same time, beside as many bare starts of Node.js at the same time. */
export const scaleOut: Measurement = {
  id: "scale-out",
  run: ({ runs, say }) =>
    withRunner(
      async ({ runner, invoke }) => {
        const comparison: Comparison = {
          name: `0 → ${ENVIRONMENTS} environments running at once, nodejs24.x`,
          unit: "ms",
          samples: [],
          referenceName: `${ENVIRONMENTS} × node -e 0 at once`,
          referenceSamples: [],
        };
        const all = Array.from({ length: ENVIRONMENTS });
        await invoke("nodejs24.x", "first");
        for (let run = 0; run < Math.min(runs, RUNS_MAX); run += 1) {
          say(`0 → ${ENVIRONMENTS} environments, run ${run + 1}`);
          const referenceStartedMs = performance.now();
          await Promise.all(all.map(() => bareNodeMs()));
          comparison.referenceSamples.push(performance.now() - referenceStartedMs);
          const key = `scale ${run}`;
          const startedMs = performance.now();
          const event = JSON.stringify({ waitMs: WAIT_MS });
          const calls = all.map(() => invoke("nodejs24.x", key, event).catch(() => undefined));
          const running = () => runner.status().environments.filter(({ state }) => state === "busy").length;
          while (running() < ENVIRONMENTS) await new Promise((resolve) => setTimeout(resolve, 5));
          comparison.samples.push(performance.now() - startedMs);
          await Promise.all(calls);
          runner.retire(key);
        }
        return [comparison];
      },
      { memoryMb: 256 },
    ),
};
