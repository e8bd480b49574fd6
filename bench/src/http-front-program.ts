// A bare node:http server in front of the runner, in a process of its own: what the runner can carry over HTTP, without
// checks, logs and records. Prints its port; ends with SIGTERM.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { withRunner } from "./bench-runner.ts";
import { WARM_MEMORY_MB } from "./hello-function.ts";

await withRunner(
  async ({ invokeRaw }) => {
    const server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      const answer = (payload: Uint8Array) => {
        outgoing.writeHead(200, { "content-type": "application/json", "content-length": payload.byteLength });
        outgoing.end(payload);
      };
      incoming.on("end", () => {
        invokeRaw("nodejs24.x", "front", Buffer.concat(chunks)).then(answer, (error: Error) =>
          outgoing.writeHead(500).end(error.message),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
    await new Promise((resolve) => process.once("SIGTERM", resolve));
    server.closeAllConnections();
    server.close();
  },
  { memoryMb: WARM_MEMORY_MB },
);
