import { withBareProxy } from "../bare-proxy.ts";
import { withRunner } from "../bench-runner.ts";
import { createFunction, WARM_MEMORY_MB } from "../hello-function.ts";
import { startServer } from "../lambent-server.ts";
import type { Comparison, Measurement } from "../measurement.ts";
import { signedInvoke } from "../signed-invoke.ts";
import { median } from "../statistics.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";
import { directCaller, httpCaller, type WarmCaller } from "../warm-caller.ts";
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
          const caller = httpCaller(() => signedInvoke(server.awsUrl));
          const comparisons = await compareWithProxy(
            "invoke through the AWS endpoint, signature verified",
            proxyUrl,
            caller,
            runs,
            { oneByOne: { of: "ratio", limit: 1.5 }, sixteenAtOnce: { of: "median", limit: 5_600 } },
            [8, 16],
          );
          say("what the AWS endpoint adds to the runner's time");
          return [...comparisons, await beyondTheRunner(caller, runs)];
        } finally {
          await server.stop();
        }
      }),
    ),
};

/** The same function one by one, at a runner of its own and through the endpoint in turn: what is between, HTTP and client included. */
async function beyondTheRunner(endpoint: WarmCaller, runs: number): Promise<Comparison> {
  return withRunner(
    async ({ invoke }) => {
      const runner = directCaller(() => invoke("nodejs20.x", "warm"));
      const p50Us = async (caller: WarmCaller) => median(await caller.oneByOne(CALLS_ONE_BY_ONE)) * 1_000;
      const samples: number[] = [];
      const referenceSamples: number[] = [];
      for (const caller of [runner, endpoint]) await caller.oneByOne(WARM_UP_CALLS);
      for (let run = 0; run < runs; run += 1) {
        const runnerUs = await p50Us(runner);
        referenceSamples.push(runnerUs);
        samples.push((await p50Us(endpoint)) - runnerUs);
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
