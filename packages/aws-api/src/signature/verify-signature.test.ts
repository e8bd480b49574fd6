import type { AccessKey } from "@lambent/access";
import { describe, expect, test } from "vitest";
import { INSTALLATION_KEY, requestTo, signer, startEndpoint } from "../endpoint.fixture.ts";
import { send } from "../send.fixture.ts";

const MINUTE_MS = 60_000;

describe("a request signed by AWS's own signer is let in", () => {
  test("as whom the key belongs to, in the key's account and the signature's Region", async () => {
    const endpoint = await startEndpoint();
    const request = requestTo(endpoint, { body: '{"a":"ä"}' });
    const signed = await signer({ accessKeyId: "123456789012", region: "eu-west-3" }).sign(request);
    const { status, headers, text } = await send(signed);
    expect({ status, text }).toEqual({ status: 200, text: '{"a":"ä"}' });
    expect(headers).toMatchObject({
      "x-amz-account": "123456789012",
      "x-amz-region": "eu-west-3",
      "x-amz-caller": "arn:aws:iam::123456789012:user/local-administrator",
    });
  });

  test.each([
    ["nothing special", {}],
    ["an encoded ARN in the path", { path: "/echo/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aa" }],
    ["characters that encodings differ on", { path: "/echo/a%20b!'()*~%C3%A4%2F" }],
    ["a query of several values", { query: { tag: ["b", "a c", "ä+&="], z: "", "a-b": "~*'" } }],
    ["header values with blanks", { headers: { "x-amz-mode": "  two   blanks " } }],
    ["an empty body", { body: "" }],
    ["bytes that are no text", { body: new Uint8Array([0, 255, 128]) }],
    ["a hash that is not of the body but says so", { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }],
  ])("with %s", async (_what, unsigned) => {
    const endpoint = await startEndpoint();
    expect(await send(await signer().sign(requestTo(endpoint, unsigned)))).toMatchObject({ status: 200 });
  });

  test("by a URL that was signed beforehand, as long as it holds", async () => {
    let nowMs = Date.now();
    const endpoint = await startEndpoint({ now: () => nowMs });
    const presigned = await signer().presign(requestTo(endpoint), { expiresIn: 60 });
    expect(await send(presigned)).toMatchObject({ status: 200 });
    nowMs += 2 * MINUTE_MS;
    expect(await send(presigned)).toMatchObject({ status: 403, type: "InvalidSignatureException" });
  });

  test("up to five minutes before and after its time", async () => {
    const signedMs = Date.parse("2026-03-04T05:06:07Z");
    for (const [offMs, status] of [
      [-5 * MINUTE_MS, 200],
      [5 * MINUTE_MS, 200],
      [-5 * MINUTE_MS - 1000, 403],
      [5 * MINUTE_MS + 1000, 403],
    ] as const) {
      const endpoint = await startEndpoint({ now: () => signedMs + offMs });
      const signed = await signer().sign(requestTo(endpoint), { signingDate: new Date(signedMs) });
      expect((await send(signed)).status).toBe(status);
    }
  });

  test("with the token of temporary credentials, until those end", async () => {
    let nowMs = Date.now();
    const session: AccessKey = {
      accessKeyId: "ASIASESSION000000001",
      secretAccessKey: "session-secret",
      sessionToken: "token",
      expiresMs: nowMs + MINUTE_MS,
      accountId: "000000000000",
      caller: { principalArn: "arn:aws:sts::000000000000:assumed-role/a/b", name: "b", policy: [] },
      wellKnown: false,
    };
    const endpoint = await startEndpoint({ accessKeys: async () => session, now: () => nowMs });
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    const as = async (token: string | undefined) =>
      send(await signer({ accessKeyId, secretAccessKey, sessionToken: token }).sign(requestTo(endpoint)));
    expect(await as(sessionToken)).toMatchObject({ status: 200 });
    expect(await as("other")).toMatchObject({ status: 403, type: "UnrecognizedClientException" });
    expect(await as(undefined)).toMatchObject({ status: 403, type: "UnrecognizedClientException" });
    nowMs += 2 * MINUTE_MS;
    expect(await as(sessionToken)).toMatchObject({ status: 403, type: "ExpiredTokenException" });
  });
});

describe("a request is refused with 403 and AWS's words", () => {
  const WRONG =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
  const refusal = (type: string, message: string | RegExp) => ({
    status: 403,
    type,
    message: message instanceof RegExp ? expect.stringMatching(message) : message,
  });
  async function sent(...args: Parameters<typeof send>) {
    const { status, type, text } = await send(...args);
    return { status, type, message: JSON.parse(text).message };
  }

  test("when it isn't signed", async () => {
    const endpoint = await startEndpoint();
    expect(await sent(requestTo(endpoint))).toEqual(
      refusal("MissingAuthenticationTokenException", "Missing Authentication Token"),
    );
  });

  test("when nobody has the key, or has another secret for it", async () => {
    const endpoint = await startEndpoint();
    const with_ = async (key: Parameters<typeof signer>[0]) => sent(await signer(key).sign(requestTo(endpoint)));
    expect(await with_({ accessKeyId: "AKIAUNKNOWN" })).toEqual(
      refusal("UnrecognizedClientException", "The security token included in the request is invalid."),
    );
    expect(await with_({ secretAccessKey: "other" })).toEqual(refusal("InvalidSignatureException", WRONG));
    const { accessKeyId } = INSTALLATION_KEY;
    expect(await with_({ accessKeyId })).toEqual(refusal("InvalidSignatureException", WRONG));
  });

  test.each([
    ["body", (signed: Signed) => ({ ...signed, body: '{"a":2}' })],
    ["path", (signed: Signed) => ({ ...signed, path: "/echo/you" })],
    ["query", (signed: Signed) => ({ ...signed, query: { tag: "b" } })],
    ["method", (signed: Signed) => ({ ...signed, method: "PUT" })],
    ["header", (signed: Signed) => ({ ...signed, headers: { ...signed.headers, "x-amz-mode": "other" } })],
    ["host", (signed: Signed) => ({ ...signed, headers: { ...signed.headers, host: "localhost" } })],
  ])("when its %s was changed after it was signed", async (_part, change) => {
    const endpoint = await startEndpoint();
    const unsigned = { query: { tag: "a" }, headers: { "x-amz-mode": "one", "content-length": "7" } };
    const signed = await signer().sign(requestTo(endpoint, unsigned));
    expect(await sent(change(signed as Signed) as never)).toEqual(refusal("InvalidSignatureException", WRONG));
  });

  test("when it is too old or too new", async () => {
    const signedMs = Date.parse("2026-03-04T05:06:07Z");
    const at = async (nowMs: number) => {
      const endpoint = await startEndpoint({ now: () => nowMs });
      return sent(await signer().sign(requestTo(endpoint), { signingDate: new Date(signedMs) }));
    };
    expect(await at(signedMs + 10 * MINUTE_MS)).toEqual(
      refusal(
        "InvalidSignatureException",
        "Signature expired: 20260304T050607Z is now earlier than 20260304T051107Z (20260304T051607Z - 5 min.)",
      ),
    );
    expect(await at(signedMs - 10 * MINUTE_MS)).toEqual(
      refusal(
        "InvalidSignatureException",
        "Signature not yet current: 20260304T050607Z is still later than 20260304T050107Z (20260304T045607Z + 5 min.)",
      ),
    );
  });

  test.each([
    [
      "AWS4-HMAC-SHA256 Credential=a",
      "IncompleteSignatureException",
      /^Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. .*'X-Amz-Date' or a 'Date' header\./,
    ],
    ["Bearer abc", "IncompleteSignatureException", /'algorithm': 'Bearer'/],
    [
      "AWS4-HMAC-SHA256 Credential=test/20260304/us-east-1/echo, SignedHeaders=host, Signature=a",
      "IncompleteSignatureException",
      /^Credential must have exactly 5 slash-delimited elements/,
    ],
    [
      "AWS4-HMAC-SHA256 Credential=test/20260304/us-east-1/echo/aws5, SignedHeaders=host, Signature=a",
      "InvalidSignatureException",
      /valid terminator: 'aws4_request', not 'aws5'/,
    ],
    [
      "AWS4-HMAC-SHA256 Credential=test/20260305/us-east-1/echo/aws4_request, SignedHeaders=host, Signature=a",
      "InvalidSignatureException",
      /^Date in Credential scope does not match YYYYMMDD/,
    ],
    [
      "AWS4-HMAC-SHA256 Credential=test/20260304/us-east-1/echo/aws4_request, SignedHeaders=date, Signature=a",
      "InvalidSignatureException",
      /'Host' must be a 'SignedHeader'/,
    ],
  ])("when it is signed in another way: %s", async (authorization, type, message) => {
    const endpoint = await startEndpoint();
    const date: Record<string, string> = authorization.includes("SignedHeaders")
      ? { "x-amz-date": "20260304T050607Z" }
      : {};
    const request = requestTo(endpoint, { headers: { authorization, ...date } });
    expect(await sent(request)).toEqual(refusal(type, message));
  });

  test("when its Region is none", async () => {
    const endpoint = await startEndpoint();
    expect(await sent(await signer({ region: "somewhere" }).sign(requestTo(endpoint)))).toEqual(
      refusal("InvalidSignatureException", "Credential should be scoped to a valid region."),
    );
  });
});

type Signed = ReturnType<typeof requestTo>;
