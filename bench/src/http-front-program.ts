// A bare node:http server in front of the runner, in a process of its own: what the runner can carry over HTTP, without
// checks, logs and records. The function runs on the Node.js that the proxy's child runs on. Prints its port; ends with SIGTERM.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { withRunner } from "./bench-runner.ts";
import { WARM_MEMORY_MB } from "./hello-function.ts";

await withRunner(
  async ({ invokeRaw }) => {
    const server = createServer((incoming, outgoing) => {
      const answer = (payload: Uint8Array) => {
        outgoing.writeHead(200, { "content-type": "application/json", "content-length": payload.byteLength });
        // As the AWS endpoint does: with the head, in one write.
        outgoing.end(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("latin1"), "latin1");
      };
      bodyOf(incoming)
        .then((body) => invokeRaw("nodejs22.x", "front", body))
        .then(answer, (error: Error) => outgoing.writeHead(500).end(error.message));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
    await new Promise((resolve) => process.once("SIGTERM", resolve));
    server.closeAllConnections();
    server.close();
  },
  { memoryMb: WARM_MEMORY_MB },
);

/** As the AWS endpoint reads it: a small body comes with its head, and can be taken whole by the next microtask. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const announcedBytes = Number(incoming.headers["content-length"]);
  await Promise.resolve();
  if (incoming.readableLength === announcedBytes) {
    return incoming.read() ?? Buffer.alloc(0);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
