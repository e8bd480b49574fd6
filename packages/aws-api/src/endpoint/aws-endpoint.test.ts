import { connect } from "node:net";
import { expect, test } from "vitest";
import {
  echoService,
  INSTALLATION_KEY,
  requestTo,
  signer,
  startEndpoint,
  type TestEndpoint,
} from "../endpoint.fixture.ts";
import { operation } from "../operation.ts";
import { send } from "../send.fixture.ts";
import { stsService } from "../services/sts/sts-service.ts";

const LIMIT_BYTES = 1_048_576;

/** Sends text as it is and reads until the other side closes or has answered. */
function sendRaw({ host }: TestEndpoint, text: string, more?: () => Buffer | null): Promise<string> {
  const [hostname, port] = host.split(":");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString();
      if (received.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
    socket.write(text);
    const write = () => {
      const next = more?.() ?? null;
      if (next !== null && !socket.destroyed) socket.write(next, () => setImmediate(write));
    };
    write();
  });
}

async function signedHead(endpoint: TestEndpoint, headers: Record<string, string>): Promise<string> {
  const signed = await signer().sign(requestTo(endpoint, { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }));
  const lines = Object.entries({ ...signed.headers, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /echo/me HTTP/1.1\r\n${lines.join("")}\r\n`;
}

test("a body that is announced as too large is refused before any of it is sent", async () => {
  const endpoint = await startEndpoint();
  const head = await signedHead(endpoint, { "content-length": String(LIMIT_BYTES + 1) });
  const answer = await sendRaw(endpoint, head);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toMatch(/connection: close/i);
  expect(answer).toContain("Request must be smaller than 1048576 bytes for the Echo operation");
});

test("a body that goes on without an end is read up to the limit and no further", async () => {
  const endpoint = await startEndpoint();
  const head = await signedHead(endpoint, { "transfer-encoding": "chunked" });
  const chunk = Buffer.concat([Buffer.from("10000\r\n"), Buffer.alloc(65_536, "a"), Buffer.from("\r\n")]);
  let sentBytes = 0;
  const answer = await sendRaw(endpoint, head, () => {
    sentBytes += chunk.length;
    return sentBytes > 100 * LIMIT_BYTES ? null : chunk;
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(sentBytes).toBeLessThan(100 * LIMIT_BYTES);
});

test("who asks before sending is told to go on, or why not", async () => {
  const endpoint = await startEndpoint();
  const asking = { expect: "100-continue" };
  expect(await sendRaw(endpoint, await signedHead(endpoint, { ...asking, "content-length": "7" }))).toMatch(
    /^HTTP\/1\.1 100 Continue/,
  );
  const tooLarge = await signedHead(endpoint, { ...asking, "content-length": String(LIMIT_BYTES + 1) });
  expect(await sendRaw(endpoint, tooLarge)).toMatch(/^HTTP\/1\.1 413 /);
});

test("services are told apart by what the signature is scoped to", async () => {
  const endpoint = await startEndpoint({
    services: [
      { service: echoService, portsOf: () => undefined },
      { service: stsService, portsOf: () => undefined },
    ],
  });
  const form = { path: "/", body: "Action=GetCallerIdentity&Version=2011-06-15" };
  expect(await send(await signer({ service: "sts" }).sign(requestTo(endpoint, form)))).toMatchObject({ status: 200 });
  expect(await send(await signer({ service: "echo" }).sign(requestTo(endpoint)))).toMatchObject({ status: 200 });
  const other = await send(await signer({ service: "s3" }).sign(requestTo(endpoint)));
  expect(other).toMatchObject({ status: 501, type: "UnknownServiceException" });
  expect(JSON.parse(other.text).message).toBe("The service 's3' is not offered here. There are: Echo, STS.");
});

test("an address that is no operation's is not found, by JSON and never by a page", async () => {
  const endpoint = await startEndpoint();
  const answer = await send(await signer().sign(requestTo(endpoint, { path: "/nothing" })));
  expect(answer).toMatchObject({ status: 404, type: "UnknownOperationException" });
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(answer.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
});

test("a fault of ours tells a client nothing of its inside, and whoever runs the server everything", async () => {
  const broken = operation({
    ...echoService.operations[0]!.offer!,
    schema: echoService.operations[0]!.schema,
    run: () => Promise.reject(new TypeError("secret path /home/x")),
  });
  const service = { ...echoService, operations: [broken] };
  const endpoint = await startEndpoint({ services: [{ service, portsOf: () => undefined }] });
  const answer = await send(await signer().sign(requestTo(endpoint)));
  expect(answer).toMatchObject({ status: 500, type: "ServiceException" });
  expect(answer.text).not.toContain("secret");
  expect(endpoint.errors).toEqual([new TypeError("secret path /home/x")]);
});

const own = (key: Parameters<typeof signer>[0], headers: Record<string, string>) => async (endpoint: TestEndpoint) =>
  send(await signer(key).sign(requestTo(endpoint, { headers })));
const TEST_KEY = {};

test.each([
  ["another host name with a key that everybody knows", own(TEST_KEY, { host: "evil.example:4566" }), 403],
  ["another host name with this installation's key", own(INSTALLATION_KEY, { host: "lambent.internal:4566" }), 200],
  ["a page's origin with a key that everybody knows", own(TEST_KEY, { origin: "https://evil.example" }), 403],
  ["a call across sites with a key that everybody knows", own(TEST_KEY, { "sec-fetch-site": "cross-site" }), 403],
  ["a call of a page on this endpoint itself", own(TEST_KEY, { "sec-fetch-site": "same-origin" }), 403],
  ["a presigned address that a person has typed", own(TEST_KEY, { "sec-fetch-site": "none" }), 200],
  ["localhost", own(TEST_KEY, { host: "localhost:4566" }), 200],
  ["a name below localhost", own(TEST_KEY, { host: "lambda.us-east-1.localhost:4566" }), 200],
  ["a name that only begins like it", own(TEST_KEY, { host: "localhost.evil.example" }), 403],
])("%s", async (_what, sent, status) => {
  const answer = await sent(await startEndpoint());
  expect(answer.status).toBe(status);
  if (status === 403) expect(answer.type).toBe("AccessDeniedException");
});

test("a refusal leaves the connection open, though it is there before the end of its request is", async () => {
  const endpoint = await startEndpoint();
  const head = await signedHead(endpoint, { "content-length": "7" });
  const answer = await sendRaw(endpoint, `${head.replace(/Signature=.{8}/, "Signature=00000000")}{"a":1}`);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toMatch(/^connection: keep-alive\r$/im);
});
