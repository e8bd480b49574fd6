import { setTimeout as delay } from "node:timers/promises";
import { bareNodeMs } from "../bare-node.ts";
import { createFunction, waitUntilSettled } from "../hello-function.ts";
import { timesOf } from "../http-call.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { signedInvoke } from "../signed-invoke.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

/** Until a spare stands where the last one was taken. */
const SPARE_AFTER_MS = 400;

/**
 * The first invocation of a function that was just changed, seen by a client of the AWS endpoint: a spare is assigned, gets the
 * endpoint's port and its role's credentials, loads the function and answers.
 */
export const coldAws: Measurement = {
  id: "cold-aws",
  run: ({ runs, say }) =>
    withTemporaryDirectory(async (home) => {
      const server = await startServer(home);
      try {
        say("cold starts through the AWS endpoint");
        await createFunction(server, "hello");
        const samples: number[] = [];
        const referenceSamples: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          const environmentVariables = { RUN: String(run) };
          await server.mutate("functions.updateConfiguration", { functionName: "hello", environmentVariables });
          await waitUntilSettled(server, "hello");
          await delay(SPARE_AFTER_MS);
          referenceSamples.push(await bareNodeMs());
          samples.push(...(await timesOf(await signedInvoke(server.awsUrl), 1)));
        }
        return [
          {
            name: "cold start from the pool through the AWS endpoint, nodejs20.x",
            unit: "ms",
            samples,
            referenceName: "node -e 0",
            referenceSamples,
            budget: { of: "ratio", limit: 0.3 },
          },
        ];
      } finally {
        await server.stop();
      }
    }),
};
