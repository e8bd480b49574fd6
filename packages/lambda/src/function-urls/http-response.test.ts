import type { Outcome } from "@lambent/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BAD_GATEWAY, httpResponse } from "./http-response.ts";
import { FORBIDDEN, outcomeResponse, UNKNOWN_URL } from "./outcome-response.ts";

const JSON_TYPE = ["content-type", "application/json"] as const;
const encode = (text: string) => new TextEncoder().encode(text);
const respond = (result: unknown) => {
  const { body, ...head } = httpResponse(encode(JSON.stringify(result)));
  return { ...head, body: Buffer.from(body).toString("utf8") };
};

// Response payload format, https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload
test("an object with a status is the response", () => {
  expect(
    respond({
      statusCode: 201,
      headers: { "Content-Type": "application/xml", "My-Custom-Header": "Custom Value", "X-Number": 7 },
      body: '{ "message": "Hello, world!" }',
      cookies: ["Cookie_1=Value1; Expires=21 Oct 2021 07:48 GMT", "Cookie_2=Value2; Max-Age=78000"],
      isBase64Encoded: false,
    }),
  ).toEqual({
    statusCode: 201,
    headers: [
      ["content-type", "application/xml"],
      ["my-custom-header", "Custom Value"],
      ["x-number", "7"],
      ["set-cookie", "Cookie_1=Value1; Expires=21 Oct 2021 07:48 GMT"],
      ["set-cookie", "Cookie_2=Value2; Max-Age=78000"],
    ],
    body: '{ "message": "Hello, world!" }',
  });
});

test.each([
  [{ message: "Hello" }, '{"message":"Hello"}'],
  [{ body: "no status" }, '{"body":"no status"}'],
  ["Hello, world!", "Hello, world!"],
  [[1, 2], "[1,2]"],
  [42, "42"],
  [null, "null"],
])("without a status %j is the body of a 200, as JSON", (result, body) => {
  expect(respond(result)).toEqual({ statusCode: 200, headers: [JSON_TYPE], body });
});

test("the bytes of an inferred body are the function's own", () => {
  expect(Buffer.from(httpResponse(encode('{ "a":  1.0 }')).body).toString()).toBe('{ "a":  1.0 }');
});

test.each([
  [{ statusCode: 204 }, ""],
  [{ statusCode: 200, body: null }, ""],
  [{ statusCode: 200, body: { a: 1 } }, '{"a":1}'],
  [{ statusCode: "404", body: "é" }, "é"],
])("of %j the body is %j", (result, body) => {
  expect(respond(result)).toEqual({ statusCode: Number(result.statusCode), headers: [JSON_TYPE], body });
});

test("a base64 body is decoded", () => {
  const bytes = Buffer.from([0, 255, 137, 80]);
  const result = { statusCode: 200, isBase64Encoded: true, body: bytes.toString("base64") };
  expect(Buffer.from(httpResponse(encode(JSON.stringify(result))).body)).toEqual(bytes);
});

test("how the bytes travel is the server's matter", () => {
  const headers = { "Content-Length": "999", "Transfer-Encoding": "chunked", Connection: "close", a: "1" };
  expect(respond({ statusCode: 200, headers }).headers).toEqual([JSON_TYPE, ["a", "1"]]);
});

test("of a header that is given in two cases the last counts", () => {
  const headers = { "content-type": "a/b", "Content-Type": "c/d" };
  expect(respond({ statusCode: 200, headers }).headers).toEqual([["content-type", "c/d"]]);
});

describe("what can't be sent is a 502 as AWS words it (spec §10.7)", () => {
  test.each([
    { statusCode: "abc" },
    { statusCode: null },
    { statusCode: 99 },
    { statusCode: 101 },
    { statusCode: 600 },
    { statusCode: 200.5 },
    { statusCode: 200, headers: "none" },
    { statusCode: 200, headers: ["a"] },
    { statusCode: 200, headers: { "a b": "1" } },
    { statusCode: 200, headers: { a: "1\r\nSet-Cookie: b=c" } },
    { statusCode: 200, headers: { a: "日本" } },
    { statusCode: 200, headers: { a: ["1"] } },
    { statusCode: 200, cookies: "a=b" },
    { statusCode: 200, cookies: [1] },
    { statusCode: 200, cookies: ["a=b\nc"] },
    { statusCode: 200, isBase64Encoded: true, body: "***" },
  ])("%j", (result) => {
    expect(respond(result)).toEqual({ statusCode: 502, headers: [JSON_TYPE], body: "Internal Server Error" });
  });

  test.each([["no JSON"], [""], ["{"]])("%j", (payload) => {
    expect(httpResponse(encode(payload))).toBe(BAD_GATEWAY);
  });

  test("bytes that are no UTF-8", () => {
    expect(httpResponse(new Uint8Array([0x22, 0xff, 0x22]))).toBe(BAD_GATEWAY);
  });
});

test("whatever a function answers, its response can be sent", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("a", "content-type", "x\r\ny", "__proto__"));
  const anything = fc.oneof(
    fc.json().map((json) => encode(json)),
    fc.uint8Array(),
    fc
      .record({
        statusCode: fc.oneof(fc.integer(), fc.integer({ min: 200, max: 599 }), fc.string()),
        headers: fc.oneof(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null))), fc.jsonValue()),
        cookies: fc.oneof(fc.array(text), fc.jsonValue()),
        body: fc.oneof(text, fc.jsonValue()),
        isBase64Encoded: fc.boolean(),
      })
      .map((result) => encode(JSON.stringify(result))),
  );
  fc.assert(
    fc.property(anything, (payload) => {
      const { statusCode, headers } = httpResponse(payload);
      const response = new Response(null, { status: statusCode });
      for (const [name, value] of headers) response.headers.append(name, value);
      expect(response.headers.get("content-type")).toBeTypeOf("string");
    }),
    { numRuns: 1000 },
  );
});

describe("an outcome", () => {
  const payload = encode('{"errorMessage":"secret"}');
  test.each<Outcome>([
    { kind: "functionError", errorType: "Error", payload },
    { kind: "initFailed", errorType: "Error", payload },
    { kind: "timedOut", limitMs: 3000, payload },
    { kind: "outOfMemory", limitMb: 128, payload },
    { kind: "exited", exitCode: 1, signal: null, payload },
    { kind: "responseTooLarge", limitBytes: 1, payload },
    { kind: "sandboxFault", message: "secret" },
  ])("$kind is a 502 that tells nothing of the error", (outcome) => {
    expect(outcomeResponse(outcome)).toBe(BAD_GATEWAY);
  });

  test("of success is the function's response, and a throttle a 429", () => {
    const succeeded = outcomeResponse({ kind: "succeeded", payload: encode('{"statusCode":204}') });
    expect(succeeded.statusCode).toBe(204);
    const throttled = outcomeResponse({ kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" });
    expect(throttled.statusCode).toBe(429);
    expect(Buffer.from(throttled.body).toString()).toContain("Rate Exceeded.");
  });

  test("refusals have the recorded bodies", () => {
    expect(Buffer.from(UNKNOWN_URL.body).toString()).toBe('{"Message":null}');
    expect(Buffer.from(FORBIDDEN.body).toString()).toBe(
      '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
    );
    for (const { statusCode, headers } of [UNKNOWN_URL, FORBIDDEN]) {
      expect(statusCode).toBe(403);
      expect(headers).toContainEqual(["x-amzn-errortype", "AccessDeniedException"]);
    }
  });
});
