import { once } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import { HTTP_INTEGRATION_CONTENT_TYPE } from "@lambent/lambda";
import type { Outcome } from "@lambent/model";
import { expect, onTestFinished, test } from "vitest";
import { StreamedAnswer } from "./streamed-answer.ts";
import { UrlAnswer } from "./url-answer.ts";

const PART = Buffer.alloc(65_536, "a");
/** AWS's largest response; far more than two sockets hold. */
const PARTS_MAX = 3200;
const NUL = Buffer.alloc(8);
const SUCCEEDED: Outcome = { kind: "succeeded", payload: new Uint8Array() };

/** A response that is being streamed, and its client, who reads nothing until told to. */
async function begin(method = "GET"): Promise<{ streamed: StreamedAnswer; client: Promise<IncomingMessage> }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const sent = get({ port, host: "127.0.0.1", method, agent: false });
  sent.on("error", () => {});
  const client = once(sent, "response").then(([response]) => response as IncomingMessage);
  const [request, response] = await once(server, "request");
  const answer = new UrlAnswer(request, response, { requestId: "r", traceId: "t", byPath: false, cors: undefined });
  return { streamed: new StreamedAnswer(response, answer), client };
}

/** Writes until the client can't follow. @returns how many parts it took, and the promise to wait for. */
function fill(streamed: StreamedAnswer): { parts: number; busy: Promise<void> } {
  for (let parts = 1; parts <= PARTS_MAX; parts++) {
    const busy = streamed.chunk(PART);
    if (busy !== undefined) return { parts, busy };
  }
  throw new Error("All parts were taken though nobody reads.");
}

test("a function waits while its client doesn't read, and goes on when it does", async () => {
  const { streamed, client } = await begin();
  streamed.start({ contentType: "text/plain" });
  const response = await client;
  let sentParts = 0;
  let isTaken = false;
  // Sockets take some megabytes before a client's silence is felt.
  for (;;) {
    const { parts, busy } = fill(streamed);
    sentParts += parts;
    isTaken = await Promise.race([busy.then(() => true), new Promise<false>((r) => setTimeout(r, 200, false))]);
    if (!isTaken) {
      let readBytes = 0;
      response.on("data", (part: Buffer) => {
        readBytes += part.length;
      });
      await busy;
      streamed.end(SUCCEEDED);
      await once(response, "end");
      expect(readBytes).toBe(sentParts * PART.length);
      expect(sentParts).toBeLessThan(PARTS_MAX);
      return;
    }
  }
});

test("a client that leaves holds nothing up", async () => {
  const { streamed, client } = await begin();
  streamed.start({ contentType: "text/plain" });
  const response = await client;
  const { busy } = fill(streamed);
  response.destroy();
  await busy;
  for (let parts = 0; parts < PARTS_MAX; parts++) await streamed.chunk(PART);
  streamed.end(SUCCEEDED);
});

test("a prelude may come in pieces, and what follows it is the body", async () => {
  const { streamed, client } = await begin();
  streamed.start({ contentType: HTTP_INTEGRATION_CONTENT_TYPE });
  const whole = Buffer.concat([Buffer.from('{"statusCode":201,"headers":{"x-a":"b"}}'), NUL, Buffer.from("body")]);
  for (const byte of whole) await streamed.chunk(Buffer.from([byte]));
  streamed.end(SUCCEEDED);
  const response = await client;
  expect([response.statusCode, response.headers["x-a"], (await response.toArray()).join("")]).toEqual([
    201,
    "b",
    "body",
  ]);
});

test.each([
  ["no JSON", Buffer.concat([Buffer.from("{"), NUL])],
  ["a header that would begin another", Buffer.concat([Buffer.from('{"headers":{"a":"b\\r\\nc: d"}}'), NUL])],
  ["no end", Buffer.from('{"statusCode":200}')],
])("a prelude with %s is a 502, and what follows it is thrown away", async (_what, prelude) => {
  const { streamed, client } = await begin();
  streamed.start({ contentType: HTTP_INTEGRATION_CONTENT_TYPE });
  await streamed.chunk(prelude);
  if (prelude.includes(0)) await streamed.chunk(PART);
  streamed.end(SUCCEEDED);
  const response = await client;
  expect([response.statusCode, (await response.toArray()).join("")]).toEqual([502, "Internal Server Error"]);
});

test("a content type that can't be sent is a 502", async () => {
  const { streamed, client } = await begin();
  streamed.start({ contentType: "text/plain\r\nset-cookie: a=b" });
  await streamed.chunk(PART);
  streamed.end(SUCCEEDED);
  const response = await client;
  expect([response.statusCode, response.headers["set-cookie"]]).toEqual([502, undefined]);
});

test("HEAD gets the head alone", async () => {
  const { streamed, client } = await begin("HEAD");
  streamed.start({ contentType: "text/plain" });
  for (let parts = 0; parts < PARTS_MAX; parts++) await streamed.chunk(PART);
  streamed.end(SUCCEEDED);
  const response = await client;
  expect([response.headers["content-type"], await response.toArray()]).toEqual(["text/plain", []]);
});
