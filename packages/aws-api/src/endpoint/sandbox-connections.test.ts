import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { localAccessKeys } from "@lambent/access";
import { expect, onTestFinished, test } from "vitest";
import { echoService, INSTALLATION_KEY, requestTo, signer } from "../endpoint.fixture.ts";
import { operation } from "../operation.ts";
import { send } from "../send.fixture.ts";
import type { AwsService } from "../service.ts";
import { createAwsEndpoint } from "./aws-endpoint.ts";
import { SandboxConnections } from "./sandbox-connections.ts";

const MIB = 1024 * 1024;
/** Room for what a sandbox may have here at once. */
const service: AwsService<unknown> = {
  ...echoService,
  operations: echoService.operations.map(({ schema, offer }) =>
    operation<unknown, object, object>({ ...offer!, schema, bodyLimitBytes: 64 * MIB }),
  ),
};

/** An endpoint that never listens: each connection to the port is taken for one of this environment's. */
async function startInside(environmentId = () => "environment") {
  const sandboxConnections = new SandboxConnections();
  const aws = createAwsEndpoint({
    services: [{ service, portsOf: () => undefined }],
    accessKeys: localAccessKeys(INSTALLATION_KEY),
    host: "127.0.0.1",
    sandboxConnections,
    onInternalError: (_where, error) => expect.unreachable(String(error)),
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    sandboxConnections.serve(aws, socket, environmentId());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, errors: [], port };
}

const HEAD = "POST /echo/me HTTP/1.1\r\nhost: a\r\n";

/** Sends the beginning of a request and nothing more. */
async function begin(port: number, text: string, bytes = 0): Promise<{ socket: Socket; answer: () => string }> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString()));
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(text);
  if (bytes > 0) await new Promise((resolve) => socket.write(Buffer.alloc(bytes), resolve));
  return { socket, answer: () => received };
}

test("keys of this installation hold, those that everybody knows don't", async () => {
  const inside = await startInside();
  const known = await send(await signer().sign(requestTo(inside, {})));
  expect([known.status, known.type]).toEqual([403, "UnrecognizedClientException"]);
  expect((await send(await signer(INSTALLATION_KEY).sign(requestTo(inside, {})))).status).toBe(200);
});

test("bodies that wait together for their end are bounded, per sandbox, and are forgotten with their connection", async () => {
  let environment = "one";
  const inside = await startInside(() => environment);
  const signed = `${HEAD}authorization: AWS4-HMAC-SHA256 Credential=test/20261126/us-east-1/echo/aws4_request, SignedHeaders=host, Signature=0\r\nx-amz-date: 20261126T000000Z\r\n`;
  const large = `${signed}content-length: ${12 * MIB}\r\n\r\n`;
  const first = await begin(inside.port, large, 10 * MIB);
  const second = await begin(inside.port, large, 10 * MIB);
  await expect.poll(() => first.answer() + second.answer()).toContain("TooManyRequestsException");
  environment = "two";
  const other = await begin(inside.port, large, 10 * MIB);
  for (const { socket } of [first, second]) socket.destroy();
  environment = "one";
  const third = await begin(inside.port, large, 12 * MIB);
  await expect.poll(() => third.answer()).toContain("403 Forbidden");
  expect(other.answer()).toBe("");
});

test("a client that asks without waiting for answers is cut off", async () => {
  const inside = await startInside();
  const waiting = `${HEAD}content-length: 1\r\n\r\n`;
  const { socket } = await begin(inside.port, `${HEAD}\r\n`.repeat(500) + waiting);
  await once(socket, "close");
});
