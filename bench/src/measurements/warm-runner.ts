import { withBareProxy } from "../bare-proxy.ts";
import { withRunner } from "../bench-runner.ts";
import { WARM_MEMORY_MB } from "../hello-function.ts";
import type { Comparison, Measurement } from "../measurement.ts";
import { directCaller } from "../warm-caller.ts";
import { compareWithEcho, compareWithProxy } from "./warm-runs.ts";

/** p50 of one call, in µs. */
const BUDGETS_US = { "nodejs24.x": 60, "python3.12": 100 } as const;

/** Warm invocations at the runner: no HTTP, no log or record kept. */
export const warmRunner: Measurement = {
  id: "warm-runner",
  run: ({ runs, say }) =>
    withBareProxy((proxyUrl) =>
      withRunner(
        async ({ invoke }) => {
          const comparisons: Comparison[] = [];
          for (const runtime of ["nodejs24.x", "python3.12"] as const) {
            say(`warm invocations of ${runtime} at the runner`);
            const caller = directCaller(() => invoke(runtime, "warm"));
            const budgets = { oneByOne: { of: "median", limit: BUDGETS_US[runtime] } } as const;
            const name = `warm invocation at the runner, ${runtime}`;
            comparisons.push(await compareWithEcho(name, caller, runs));
            comparisons.push(...(await compareWithProxy(name, proxyUrl, caller, runs, budgets)));
          }
          return comparisons;
        },
        { memoryMb: WARM_MEMORY_MB },
      ),
    ),
};
