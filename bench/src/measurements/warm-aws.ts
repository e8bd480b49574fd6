import { withBareProxy } from "../bare-proxy.ts";
import { withRunner } from "../bench-runner.ts";
import { createFunction, WARM_MEMORY_MB } from "../hello-function.ts";
import { httpLoad, type LoadResult, load } from "../http-load.ts";
import { startServer } from "../lambent-server.ts";
import type { Comparison, Measurement } from "../measurement.ts";
import { signedInvoke } from "../signed-invoke.ts";
import { median } from "../statistics.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";
import { CALLS_ONE_BY_ONE, compareWithProxy, WARM_UP_CALLS } from "./warm-runs.ts";

/**
 * Warm invocations through the AWS endpoint, each signature verified, with log lines, record and metrics. The load program
 * signs once for each series of calls and sends the same signed request again and again: what signing costs is the client's.
 */
export const warmAws: Measurement = {
  id: "warm-aws",
  run: ({ runs, say }) =>
    withTemporaryDirectory((home) =>
      withBareProxy(async (proxyUrl) => {
        const server = await startServer(home);
        try {
          say("warm invocations through the AWS endpoint");
          await createFunction(server, "hello");
          const loadOf = async (count: number, concurrency: number) =>
            httpLoad(await signedInvoke(server.awsUrl), count, concurrency);
          const comparisons = await compareWithProxy(
            "invoke through the AWS endpoint, signature verified",
            proxyUrl,
            loadOf,
            runs,
            { oneByOne: { of: "ratio", limit: 1.5 }, sixteenAtOnce: { of: "median", limit: 5_600 } },
            [8, 16],
          );
          say("what the AWS endpoint adds to the runner's time");
          return [...comparisons, await beyondTheRunner(loadOf, runs)];
        } finally {
          await server.stop();
        }
      }),
    ),
};

/** The same function one by one, at a runner of its own and through the endpoint in turn: what is between, HTTP and client included. */
async function beyondTheRunner(
  endpoint: (count: number, concurrency: number) => Promise<LoadResult>,
  runs: number,
): Promise<Comparison> {
  return withRunner(
    async ({ invoke }) => {
      const runner = (count: number) => load(() => invoke("nodejs20.x", "warm"), count, 1);
      const p50Us = ({ latenciesMs }: LoadResult) => median(latenciesMs) * 1_000;
      const samples: number[] = [];
      const referenceSamples: number[] = [];
      await runner(WARM_UP_CALLS);
      await endpoint(WARM_UP_CALLS, 1);
      for (let run = 0; run < runs; run += 1) {
        const runnerUs = p50Us(await runner(CALLS_ONE_BY_ONE));
        referenceSamples.push(runnerUs);
        samples.push(p50Us(await endpoint(CALLS_ONE_BY_ONE, 1)) - runnerUs);
      }
      return {
        name: "what the AWS endpoint adds to the runner's time, c=1, p50",
        unit: "µs",
        samples,
        referenceName: "the same invocation at the runner",
        referenceSamples,
        budget: { of: "median", limit: 300 },
      };
    },
    { memoryMb: WARM_MEMORY_MB },
  );
}
