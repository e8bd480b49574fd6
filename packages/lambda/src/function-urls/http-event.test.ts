import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FunctionUrlRequest, type FunctionUrlRequestContext, httpEvent } from "./http-event.ts";

const ID = "abcdefghijklmnopqrstuvwxyz012345";
const HOST = `${ID}.lambda-url.us-west-2.localhost`;
const CONTEXT: FunctionUrlRequestContext = {
  urlId: ID,
  domainName: HOST,
  port: 4566,
  scheme: "http",
  requestId: "8f1b0a4e-0a3c-4a38-9a39-0b1f4a8d2f10",
  traceId: "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
  receivedAt: new Date(1_583_348_638_390),
  accountId: "123456789012",
};
const encode = (text: string) => new TextEncoder().encode(text);
const request = (given: Partial<FunctionUrlRequest> = {}): FunctionUrlRequest => ({
  method: "GET",
  target: "/",
  headers: [["Host", `${HOST}:4566`]],
  body: new Uint8Array(),
  protocol: "HTTP/1.1",
  sourceIp: "123.123.123.123",
  ...given,
});
const event = (given: Partial<FunctionUrlRequest> = {}, context: Partial<FunctionUrlRequestContext> = {}) =>
  httpEvent(request(given), { ...CONTEXT, ...context });

// The example of https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-request-payload
test("a request becomes an event of format 2.0", () => {
  expect(
    event({
      method: "POST",
      target: "/my/path?parameter1=value1&parameter1=value2&parameter2=value",
      headers: [
        ["Host", `${HOST}:4566`],
        ["Header1", "value1"],
        ["HEADER2", "value1"],
        ["header2", "value2"],
        ["Cookie", "cookie1=a; cookie2=b"],
        ["User-Agent", "agent"],
        ["Content-Type", "text/plain"],
        ["Content-Length", "18"],
        ["Connection", "keep-alive"],
      ],
      body: encode("Hello from client!"),
    }),
  ).toEqual({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/my/path",
    rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value",
    cookies: ["cookie1=a", "cookie2=b"],
    headers: {
      host: `${HOST}:4566`,
      header1: "value1",
      header2: "value1,value2",
      cookie: "cookie1=a; cookie2=b",
      "user-agent": "agent",
      "content-type": "text/plain",
      "content-length": "18",
      "x-forwarded-for": "123.123.123.123",
      "x-forwarded-port": "4566",
      "x-forwarded-proto": "http",
      "x-amzn-trace-id": CONTEXT.traceId,
    },
    queryStringParameters: { parameter1: "value1,value2", parameter2: "value" },
    requestContext: {
      accountId: "anonymous",
      apiId: ID,
      domainName: HOST,
      domainPrefix: ID,
      http: { method: "POST", path: "/my/path", protocol: "HTTP/1.1", sourceIp: "123.123.123.123", userAgent: "agent" },
      requestId: CONTEXT.requestId,
      routeKey: "$default",
      stage: "$default",
      time: "04/Mar/2020:19:03:58 +0000",
      timeEpoch: 1_583_348_638_390,
    },
    body: "Hello from client!",
    isBase64Encoded: false,
  });
});

test("what a request doesn't have is absent", () => {
  const bare = event();
  for (const member of ["cookies", "queryStringParameters", "body"]) expect(bare).not.toHaveProperty(member);
  expect(bare.requestContext).not.toHaveProperty("authorizer");
  expect(bare).toMatchObject({ rawQueryString: "", isBase64Encoded: false });
  expect(bare.requestContext.http.userAgent).toBe("");
});

test("a signed request names the function's account and its signer (spec §10.7)", () => {
  const signer = {
    accessKey: "AKIAIOSFODNN7EXAMPLE",
    accountId: "111122223333",
    callerId: "AIDACKCEVSQ6C2EXAMPLE",
    userArn: "arn:aws:iam::111122223333:user/example-user",
    userId: "AIDACOSFODNN7EXAMPLE2",
  };
  const { accountId, authorizer } = event({}, { signer }).requestContext;
  expect(accountId).toBe("123456789012");
  expect(authorizer).toEqual({ iam: { ...signer, cognitoIdentity: null, principalOrgId: null } });
});

test.each([
  ["/pa2%Fth/1", "/pa2%Fth/1", ""],
  ["/a%20b/%C3%A9?c=%20", "/a%20b/%C3%A9", "c=%20"],
  ["/a?b?c=d", "/a", "b?c=d"],
  ["/?", "/", ""],
  ["?a=b", "/", "a=b"],
])("of %s the path and the query stay undecoded", (target, rawPath, rawQueryString) => {
  expect(event({ target })).toMatchObject({ rawPath, rawQueryString, requestContext: { http: { path: rawPath } } });
});

test("parameters are decoded, and those of one name joined", () => {
  expect(event({ target: "/?q=a%20b+c&multi=foo&multi=%2Fbar&empty&%C3%A9=1" }).queryStringParameters).toEqual({
    q: "a b c",
    multi: "foo,/bar",
    empty: "",
    é: "1",
  });
});

test("what a client says of its way here is replaced by what is so", () => {
  const { headers } = event(
    {
      headers: [
        ["X-Forwarded-For", "10.0.0.1"],
        ["X-Forwarded-Proto", "gopher"],
        ["X-Amzn-Trace-Id", "mine"],
      ],
    },
    { scheme: "https", port: 443 },
  );
  expect(headers).toMatchObject({
    "x-forwarded-for": "123.123.123.123",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
    "x-amzn-trace-id": CONTEXT.traceId,
  });
});

test("names that mean something in JavaScript are names like any other", () => {
  const { headers, queryStringParameters } = event({
    target: "/?__proto__=1&constructor=2",
    headers: [["__proto__", "x"]],
  });
  expect(Object.entries(queryStringParameters ?? {})).toEqual([
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
  expect(Object.entries(headers)[0]).toEqual(["__proto__", "x"]);
});

describe("a body (spec §10.7)", () => {
  const bodyOf = (contentType: string | undefined, body: Uint8Array) => {
    const headers = contentType === undefined ? [] : [["content-type", contentType] as const];
    const { body: given, isBase64Encoded } = event({ headers, body });
    return { given, isBase64Encoded };
  };

  test.each([
    "text/plain",
    "text/html; charset=utf-8",
    "application/json",
    "Application/JSON;charset=UTF-8",
    "application/xml",
    "application/javascript",
    "application/problem+json",
    "application/soap+xml; charset=utf-8",
  ])("of %s is text", (contentType) => {
    expect(bodyOf(contentType, encode('{"é":1}'))).toEqual({ given: '{"é":1}', isBase64Encoded: false });
  });

  test.each([
    undefined,
    "application/octet-stream",
    "image/png",
    "multipart/form-data; boundary=x",
    "application/jsonish",
    "application/x-protobuf",
  ])("of %s is base64", (contentType) => {
    expect(bodyOf(contentType, encode("abc"))).toEqual({ given: "YWJj", isBase64Encoded: true });
  });

  test("that says it is text and isn't UTF-8 is base64, so that nothing of it is lost", () => {
    expect(bodyOf("application/json", new Uint8Array([0x1f, 0x8b, 0x08]))).toEqual({
      given: "H4sI",
      isBase64Encoded: true,
    });
  });

  test("comes back byte for byte, whatever it holds", () => {
    const contentType = fc.option(fc.constantFrom("text/plain", "application/json", "image/png"), { nil: undefined });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), contentType, (body, type) => {
        const { given, isBase64Encoded } = bodyOf(type, body);
        const back = JSON.parse(JSON.stringify(given)) as string;
        expect(Buffer.from(back, isBase64Encoded ? "base64" : "utf8").equals(Buffer.from(body))).toBe(true);
      }),
    );
  });
});
