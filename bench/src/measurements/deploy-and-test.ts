import { bareNodeMs } from "../bare-node.ts";
import { createFunction, deploy, HELLO_SOURCE, invoke } from "../hello-function.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

/** From pressing "Deploy & test" to the result: the changed file travels, is packed, and runs in a new environment. */
export const deployAndTest: Measurement = {
  id: "deploy",
  run: ({ runs, say }) =>
    withTemporaryDirectory(async (home) => {
      const server = await startServer(home);
      try {
        say("deploy, then test");
        await createFunction(server, "hello");
        const samples: number[] = [];
        const referenceSamples: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          referenceSamples.push(await bareNodeMs());
          const startedMs = performance.now();
          await deploy(server, "hello", `${HELLO_SOURCE}// ${run}\n`);
          await invoke(server, "hello");
          samples.push(performance.now() - startedMs);
        }
        return [
          {
            name: "deploy → test result",
            unit: "ms",
            samples,
            referenceName: "node -e 0",
            referenceSamples,
            budget: { of: "median", limit: 300 },
          },
        ];
      } finally {
        await server.stop();
      }
    }),
};
