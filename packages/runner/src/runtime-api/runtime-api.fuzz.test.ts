import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ControlMessage } from "../wire/control-messages.ts";
import { serveRuntimeApi } from "./runtime-api-server.ts";
import { RuntimeApiSession } from "./runtime-api-session.ts";

const BASE = "/2018-06-01/runtime";
const post = (path: string, body: string, headers = "") =>
  `POST ${BASE}${path} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
const CHUNKED = "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n";

/** One thing that user code can do with a connection of its own; `id` is of the first event, the second, or of none. */
const id = fc.constantFrom("id-0", "id-1", "other");
const step = fc.oneof(
  fc.constant(`GET ${BASE}/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n`),
  id.map((requestId) => post(`/invocation/${requestId}/response`, '"answer"')),
  id.map((requestId) => post(`/invocation/${requestId}/error`, '{"errorType":"E"}', "Content-Type: text/plain\r\n")),
  id.map((requestId) => `POST ${BASE}/invocation/${requestId}/response HTTP/1.1\r\nHost: x\r\n${CHUNKED}3\r\nabc\r\n`),
  fc.constant("0\r\nLambda-Runtime-Function-Error-Type: E\r\n\r\n"),
  fc.constant(post("/init/error", "{}")),
  fc.constant("PUT /2022-07-01/telemetry HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
  fc.constant("close" as const),
  fc.string({ unit: "binary", maxLength: 60 }),
);

test("whatever comes over a connection, the host is told of init once and of each event once, in order", async () => {
  const unhandled: unknown[] = [];
  const remember = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", remember);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), step), { maxLength: 12 }), async (steps) => {
      const told: ControlMessage[] = [];
      let given = 0;
      const session: RuntimeApiSession = new RuntimeApiSession({
        tell: (message) => {
          told.push(message);
          if (message.kind === "initError") return;
          const request = { requestId: `id-${given++}`, invokedFunctionArn: "arn", payload: Buffer.from("{}") };
          session.give({ request, deadlineMs: 1 });
        },
        take: () => undefined,
      });
      const listener = createServer((socket) => serveRuntimeApi(socket, session)).listen(0, "127.0.0.1");
      await once(listener, "listening");
      const { port } = listener.address() as AddressInfo;
      const open = () =>
        connect(port, "127.0.0.1")
          .on("error", () => undefined)
          .resume();
      const sockets = [open(), open(), open()];
      for (const [which, what] of steps) {
        if (what === "close") {
          sockets[which]!.destroy();
          sockets[which] = open();
        } else sockets[which]!.write(what, "latin1");
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
      for (const socket of sockets) socket.destroy();
      listener.close();
      const [first, ...answers] = told;
      if (first) expect(["initDone", "initError"]).toContain(first.kind);
      if (first?.kind === "initError") expect(answers).toEqual([]);
      expect(answers.map((message) => "requestId" in message && message.requestId)).toEqual(
        answers.map((_, index) => `id-${index}`),
      );
    }),
    { numRuns: 60 },
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
});
