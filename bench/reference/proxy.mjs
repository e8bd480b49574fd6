// The reference for warm invocations: a bare node:http server that hands each request to one child process and its
// answer back. No sandbox, no log, no record, no checks: what plain Node.js can do with the same shape.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request as httpRequest } from "node:http";
import { fileURLToPath } from "node:url";

const socketPath = process.argv[2];
const child = spawn(process.execPath, [fileURLToPath(new URL("echo-child.mjs", import.meta.url)), socketPath], {
  stdio: ["ignore", "pipe", "inherit"],
});
await once(child.stdout, "data");
const agent = new Agent({ keepAlive: true });

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const onward = httpRequest({ socketPath, method, path: url, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}).listen(0, "127.0.0.1", () => console.log(server.address().port));

process.on("SIGTERM", () => {
  child.kill();
  process.exit();
});
