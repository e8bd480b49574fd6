import { bareNodeMs } from "../bare-node.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

/** From starting the built server, with its data folder there already, until it answers. */
export const serverStart: Measurement = {
  id: "start",
  run: ({ runs, say }) =>
    withTemporaryDirectory(async (home) => {
      say("start of the server");
      await (await startServer(home)).stop();
      const samples: number[] = [];
      const referenceSamples: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        referenceSamples.push(await bareNodeMs());
        const server = await startServer(home);
        samples.push(server.startMs);
        await server.stop();
      }
      return [
        {
          name: "server start → ready",
          unit: "ms",
          samples,
          referenceName: "node -e 0",
          referenceSamples,
          budget: { of: "median", limit: 2_000 },
        },
      ];
    }),
};
