import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { promisify } from "node:util";
import {
  createAlias,
  deleteAlias,
  deleteFunction,
  deleteFunctionConcurrency,
  functionSettled,
  publishVersion,
  putFunctionConcurrency,
  updateFunctionUrlConfig,
} from "@lambent/lambda";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { call, startTestServer, type TestServer } from "../server.fixture.ts";
import { makeFunction, makeUrl, openToEverybody, signedHeaders, type TestUrl } from "./function-urls.fixture.ts";

const run = promisify(execFile);
const hasCurl = existsSync("/usr/bin/curl") || existsSync("/bin/curl");

/** Answers with the event, or as the path says. */
const ANSWERS = `
const answers = {
  "/binary": () => ({ statusCode: 200, headers: { "content-type": "image/png" }, body: "AP8Q", isBase64Encoded: true }),
  "/cookies": () => ({ statusCode: 200, cookies: ["a=1; Path=/", "b=2"], body: "" }),
  "/html": () => ({ statusCode: 201, headers: { "Content-Type": "text/html" }, cookies: ["a=1"], body: "<p>hi" }),
  "/throws": () => { throw new Error("secret detail"); },
  "/text": () => "just text",
  "/splits": () => ({ statusCode: 200, headers: { "x-a": "b\\r\\nset-cookie: c=d" } }),
  "/framing": () => ({
    statusCode: 200,
    headers: { "Content-Length": "3", "Transfer-Encoding": "chunked", Connection: "upgrade", "X-Amzn-RequestId": "mine", "x-kept": "yes" },
    body: "whole body",
  }),
  "/nothing": () => ({ statusCode: 204, body: "ignored" }),
};
export const handler = async (event, context) =>
  (answers[event.rawPath] ?? (() => ({ ...event, requestIdOfContext: context.awsRequestId, arn: context.invokedFunctionArn, trace: process.env._X_AMZN_TRACE_ID })))();
`;

const STREAMS = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  if (event.rawPath === "/fails") throw new Error("before anything is written");
  if (event.rawPath === "/raw") { stream.setContentType("text/plain"); stream.end("raw"); return; }
  const response = awslambda.HttpResponseStream.from(stream, { statusCode: 418, headers: { "x-kind": "streamed" }, cookies: ["a=1", "b=2"] });
  response.write("first");
  // Its time runs out: what was written reached the client before that, or never.
  if (event.rawPath === "/never-ends") await new Promise(() => setInterval(() => {}, 1000));
  response.end(" last");
});
`;

const FORBIDDEN = {
  Message:
    "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
};
const LIMIT_BYTES = 6_291_456;

let server: TestServer;
let open: TestUrl;
let signed: TestUrl;
let streamed: TestUrl;

beforeAll(async () => {
  server = await startTestServer();
  await Promise.all([
    makeFunction(server, "answers", ANSWERS),
    makeFunction(server, "asks-who", ANSWERS),
    makeFunction(server, "streams", STREAMS, 2),
  ]);
  const cors = {
    allowOrigins: ["https://app.example"],
    allowCredentials: true,
    allowMethods: ["POST"],
    allowHeaders: ["content-type"],
    maxAgeSeconds: 60,
  };
  open = await makeUrl(server, { functionName: "answers", authType: "NONE", cors });
  signed = await makeUrl(server, { functionName: "asks-who", authType: "AWS_IAM" });
  streamed = await makeUrl(server, { functionName: "streams", authType: "NONE", invokeMode: "RESPONSE_STREAM" });
  expect(JSON.parse((await open.call("/")).text)).toEqual(FORBIDDEN);
  await openToEverybody(server, { functionName: "answers" });
  await openToEverybody(server, { functionName: "streams" });
});
afterAll(() => server.stop());

const byPath = (url: TestUrl, path: string) => `/_function-urls/${url.urlId}${path}`;

describe("an open URL", () => {
  test("hands over method, path, query, headers, cookies and text as AWS does", async () => {
    const answer = await open.call("/a%20b/c?x=1&x=2&y=%C3%A9", {
      method: "PUT",
      headers: {
        "content-type": "application/json",
        cookie: "k=v; l=w",
        "user-agent": "test",
        "x-forwarded-for": "9.9.9.9",
        te: "trailers",
      },
      body: '{"a":1}',
    });
    expect(answer.status).toBe(200);
    const event = JSON.parse(answer.text);
    const requestId = answer.headers["x-amzn-requestid"];
    expect(event).toMatchObject({
      version: "2.0",
      rawPath: "/a%20b/c",
      rawQueryString: "x=1&x=2&y=%C3%A9",
      queryStringParameters: { x: "1,2", y: "é" },
      cookies: ["k=v", "l=w"],
      headers: {
        host: open.host,
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "http",
        "x-forwarded-port": new URL(server.awsUrl).port,
        "x-amzn-trace-id": answer.headers["x-amzn-trace-id"],
      },
      requestContext: {
        accountId: "anonymous",
        apiId: open.urlId,
        domainName: `${open.urlId}.lambda-url.us-east-1.localhost`,
        requestId,
        http: { method: "PUT", path: "/a%20b/c", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestIdOfContext: requestId,
      arn: "arn:aws:lambda:us-east-1:000000000000:function:answers",
    });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(event.trace).toContain(answer.headers["x-amzn-trace-id"]);
    expect(event.headers).not.toHaveProperty("te");
  });

  test("carries bytes in both directions", async () => {
    const answer = await open.call("/binary", { method: "POST" });
    expect([answer.headers["content-type"], answer.bytes]).toEqual(["image/png", Buffer.from([0, 255, 16])]);
    const headers = { "content-type": "application/octet-stream" };
    const echoed = await open.call("/", { method: "POST", headers, body: new Uint8Array([0, 255, 16]) });
    expect(JSON.parse(echoed.text)).toMatchObject({ body: "AP8Q", isBase64Encoded: true });
  });

  test("sends each cookie, texts without quotes, and no body where there is none", async () => {
    expect((await open.call("/cookies")).headers["set-cookie"]).toEqual(["a=1; Path=/", "b=2"]);
    expect((await open.call("/text")).text).toBe("just text");
    const nothing = await open.call("/nothing");
    expect([nothing.status, nothing.text, nothing.headers["content-length"]]).toEqual([204, "", undefined]);
    const head = await open.call("/binary", { method: "HEAD" });
    expect([head.status, head.headers["content-type"], head.text]).toEqual([200, "image/png", ""]);
  });

  test("a failing function, and one that tries to write headers of its own into others, is a 502 that tells nothing", async () => {
    for (const path of ["/throws", "/splits"]) {
      const answer = await open.call(path);
      expect([answer.status, answer.text, answer.headers["set-cookie"]]).toEqual([
        502,
        "Internal Server Error",
        undefined,
      ]);
      expect(answer.headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("how bytes travel is not the function's to say, nor what the request is called", async () => {
    const answer = await open.call("/framing");
    expect(answer.text).toBe("whole body");
    expect(answer.headers).toMatchObject({ "content-length": "10", "x-kept": "yes" });
    expect(answer.headers).not.toHaveProperty("transfer-encoding");
    expect(answer.headers.connection).not.toBe("upgrade");
    expect(answer.headers["x-amzn-requestid"]).not.toBe("mine");
  });

  test("a browser's question is answered without the function, and its answers are let through to the origin", async () => {
    const origin = "https://app.example";
    const asks = { origin, "access-control-request-method": "POST" };
    const preflight = await open.call("/throws", { method: "OPTIONS", headers: asks });
    expect(preflight.status).toBe(200);
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "60",
    });
    expect((await open.call("/text", { headers: { origin } })).headers["access-control-allow-origin"]).toBe(origin);
    const foreign = await open.call("/text", { headers: { origin: "https://evil.example" } });
    expect(foreign.headers["access-control-allow-origin"]).toBeUndefined();
    // Without CORS settings the question is the function's.
    expect((await streamed.call("/raw", { method: "OPTIONS", headers: asks })).text).toBe("raw");
  });

  test("a warm call waits for no database", async () => {
    const { store } = server.ports;
    await open.call("/text");
    const reads = [
      vi.spyOn(store.functionUrls, "byUrlId"),
      vi.spyOn(store.resourcePolicies, "get"),
      vi.spyOn(store.functions, "require"),
    ];
    expect((await open.call("/text")).status).toBe(200);
    for (const read of reads) {
      expect(read).not.toHaveBeenCalled();
      read.mockRestore();
    }
  });

  test("a body beyond 6 MB is 413, announced or not; one that is too large as base64 as well", async () => {
    const announced = await open
      .call("/", {
        method: "POST",
        headers: { "content-length": String(LIMIT_BYTES + 1), expect: "100-continue" },
      })
      .catch((error: Error) => error.message);
    expect(announced).toMatchObject({ status: 413 });
    const chunked = { method: "POST", headers: { "transfer-encoding": "chunked" } };
    expect((await open.call("/", { ...chunked, body: new Uint8Array(LIMIT_BYTES + 1) })).status).toBe(413);
    const answer = await open.call("/", { method: "POST", body: new Uint8Array(5_000_000) });
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([413, "RequestEntityTooLargeException"]);
  });

  test("a throttled call is 429 with the reason", async () => {
    const functionName = "answers";
    await putFunctionConcurrency(server.ports, { functionName, reservedConcurrentExecutions: 0 });
    const answer = await open.call("/");
    await deleteFunctionConcurrency(server.ports, { functionName });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      429,
      { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded", Type: "User", message: "Rate Exceeded." },
    ]);
  });
});

describe("what isn't a URL", () => {
  test.each([
    ["an id that nobody has", () => `${"0".repeat(32)}.lambda-url.us-east-1.localhost`],
    ["another Region", () => open.host.replace("us-east-1", "eu-west-1")],
    ["no id at all", () => "x.lambda-url.us-east-1.localhost"],
  ])("%s is 403, and never the AWS API", async (_what, host) => {
    const answer = await call(server.awsUrl, "/2015-03-31/functions/", { headers: { host: host() } });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([403, { Message: null }]);
  });

  test("a deleted function's URL is nobody's", async () => {
    await makeFunction(server, "short-lived", ANSWERS);
    const url = await makeUrl(server, { functionName: "short-lived", authType: "NONE" });
    await openToEverybody(server, { functionName: "short-lived" });
    expect((await url.call("/text")).status).toBe(200);
    await deleteFunction(server.ports, { functionName: "short-lived" });
    expect(JSON.parse((await url.call("/text")).text)).toEqual({ Message: null });
  });
});

test("an alias has a URL and a policy of its own; deleted it lets nobody in any more", async () => {
  const alias = { functionName: "answers", qualifier: "live" };
  await publishVersion(server.ports, { functionName: "answers" });
  await functionSettled(server.ports, { functionName: "answers" });
  await createAlias(server.ports, { functionName: "answers", name: "live", functionVersion: "1" });
  const url = await makeUrl(server, { ...alias, authType: "NONE" });
  expect((await url.call("/")).status).toBe(403);
  await openToEverybody(server, alias);
  const { arn } = JSON.parse((await url.call("/")).text);
  expect(arn).toBe("arn:aws:lambda:us-east-1:000000000000:function:answers:live");
  await deleteAlias(server.ports, { functionName: "answers", name: "live" });
  const answer = await url.call("/");
  expect([answer.status, JSON.parse(answer.text)]).toEqual([403, FORBIDDEN]);
});

describe("a URL that asks for signatures", () => {
  const send = async (path: string, options = {}, signer = {}) =>
    signed.call(path, { ...options, headers: await signedHeaders(signed.host, path, options, signer) });

  test("lets in who has signed for Lambda in its Region, and tells the function who that is", async () => {
    const body = '{"a":1}';
    const answer = await send("/x?b=2", { method: "POST", headers: { "content-type": "application/json" }, body });
    const event = JSON.parse(answer.text);
    expect(event).toMatchObject({ rawPath: "/x", body });
    expect(event.requestContext).toMatchObject({
      accountId: "000000000000",
      authorizer: {
        iam: {
          accessKey: "test",
          accountId: "000000000000",
          callerId: expect.stringMatching(/^AIDA/),
          cognitoIdentity: null,
          userArn: "arn:aws:iam::000000000000:user/local-administrator",
        },
      },
    });
  });

  test("lets in nobody else, and says no more to them", async () => {
    const headers = await signedHeaders(signed.host, "/x");
    const fromPage = { ...headers, origin: "http://evil.example" };
    const answers = await Promise.all([
      signed.call("/x"),
      signed.call("/y", { headers }),
      signed.call("/x", { headers: fromPage }),
      send("/x", {}, { region: "eu-west-1" }),
      send("/x", {}, { service: "execute-api" }),
      send("/x", {}, { accessKeyId: "nobody" }),
    ]);
    for (const answer of answers) expect([answer.status, JSON.parse(answer.text)]).toEqual([403, FORBIDDEN]);
  });

  test("another account needs the function's permission as well as its own", async () => {
    const other = { accessKeyId: "111111111111" };
    expect((await send("/x", {}, other)).status).toBe(403);
    await openToEverybody(server, { functionName: "asks-who" }, "111111111111", "AWS_IAM");
    const answer = await send("/x", {}, other);
    expect(JSON.parse(answer.text).requestContext.authorizer.iam.accountId).toBe("111111111111");
  });

  test("is open as soon as its settings say so, and closed as soon as they don't", async () => {
    const functionName = "asks-who";
    await openToEverybody(server, { functionName });
    const statuses = [];
    for (const authType of ["NONE", "AWS_IAM"] as const) {
      await updateFunctionUrlConfig(server.ports, { functionName, authType });
      statuses.push((await signed.call("/text")).status);
    }
    expect(statuses).toEqual([200, 403]);
  });
});

describe("a streamed response", () => {
  test("has status, headers and cookies of its prelude", async () => {
    const answer = await streamed.call("/");
    expect([answer.status, answer.text]).toEqual([418, "first last"]);
    expect(answer.headers).toMatchObject({ "x-kind": "streamed", "set-cookie": ["a=1", "b=2"] });
    const raw = await streamed.call("/raw");
    expect([raw.status, raw.headers["content-type"], raw.text]).toEqual([200, "text/plain", "raw"]);
  });

  test("reaches its client before the function ends, and is cut when that fails", async () => {
    const { hostname, port } = new URL(server.awsUrl);
    const headers = { host: streamed.host };
    const parts: string[] = [];
    const end = await new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path: "/never-ends", headers, agent: false }, (answer) => {
        answer.on("data", (part) => parts.push(`${answer.statusCode} ${part}`));
        answer.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
        answer.on("end", () => resolve("whole"));
      });
      sent.on("error", reject);
      sent.end();
    });
    expect([parts, end]).toEqual([["418 first"], "ECONNRESET"]);
  });

  test("a function that fails before it has written anything is a 502", async () => {
    const answer = await streamed.call("/fails");
    expect([answer.status, answer.text]).toEqual([502, "Internal Server Error"]);
  });
});

describe("by path, for clients that can't resolve the host name", () => {
  test("the function sees what follows the id", async () => {
    const event = await (await fetch(`${server.awsUrl}${byPath(open, "/a/b?c=d")}`)).json();
    expect(event).toMatchObject({ rawPath: "/a/b", rawQueryString: "c=d" });
    expect(await (await fetch(`${server.awsUrl}${byPath(open, "")}`)).json()).toMatchObject({ rawPath: "/" });
    const { host } = new URL(server.awsUrl);
    const path = byPath(signed, "/x");
    const answer = await call(server.awsUrl, path, { headers: await signedHeaders(host, path) });
    expect(JSON.parse(answer.text)).toMatchObject({ rawPath: "/x" });
  });

  test("pages get an origin of their own, and no cookie passes, as they are those of the console's host", async () => {
    const answer = await call(server.awsUrl, byPath(open, "/html"));
    expect([answer.status, answer.headers["set-cookie"]]).toEqual([201, undefined]);
    expect(answer.headers["content-security-policy"]).toMatch(/^sandbox (?!.*allow-same-origin)/);
    const event = JSON.parse((await call(server.awsUrl, byPath(open, "/"), { headers: { cookie: "k=v" } })).text);
    expect(event).not.toHaveProperty("cookies");
    expect(event.headers).not.toHaveProperty("cookie");
    expect((await open.call("/html")).headers).not.toHaveProperty("content-security-policy");
  });
});

describe.skipIf(!hasCurl)("curl", () => {
  test("resolves the URL itself, signs for it, and sends and gets bytes", async () => {
    const { stdout } = await run("curl", ["-sS", `${open.url}a%20b?c=d`]);
    expect(JSON.parse(stdout)).toMatchObject({ rawPath: "/a%20b", queryStringParameters: { c: "d" } });
    const signing = ["--aws-sigv4", "aws:amz:us-east-1:lambda", "--user", "test:test"];
    const who = await run("curl", ["-sS", ...signing, "-d", "x=1", `${signed.url}x`]);
    expect(JSON.parse(who.stdout)).toMatchObject({ body: "eD0x", isBase64Encoded: true });
    const wrong = await run("curl", ["-sS", ...signing.slice(0, 3), "test:wrong", `${signed.url}x`]);
    expect(JSON.parse(wrong.stdout)).toEqual(FORBIDDEN);
    const stream = await run("curl", ["-sSN", "-i", streamed.url]);
    expect(stream.stdout).toMatch(/^HTTP\/1\.1 418 [\s\S]*transfer-encoding: chunked[\s\S]*first last$/i);
  });
});
