import { withBareProxy } from "../bare-proxy.ts";
import { withRunner } from "../bench-runner.ts";
import { load } from "../http-load.ts";
import type { Measurement } from "../measurement.ts";
import { compareWithProxy } from "./warm-runs.ts";

/** Warm invocations at the runner: no HTTP, no log or record kept. */
export const warmRunner: Measurement = {
  id: "warm-runner",
  run: ({ runs, say }) =>
    withBareProxy((proxyUrl) =>
      withRunner(async ({ invoke }) => {
        say("warm invocations at the runner");
        const loadOf = (count: number, concurrency: number) =>
          load(() => invoke("nodejs20.x", "warm"), count, concurrency);
        return compareWithProxy("warm invocation at the runner", proxyUrl, loadOf, runs);
      }),
    ),
};
