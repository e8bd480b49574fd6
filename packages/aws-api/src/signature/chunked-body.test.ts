import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { requestTo, signer, startEndpoint } from "../endpoint.fixture.ts";
import { send } from "../send.fixture.ts";
import { decodeChunkedBody } from "./chunked-body.ts";
import { deriveSigningKey } from "./signing-keys.ts";

const SCOPE = { date: "20130524", region: "us-east-1", service: "s3" };
const CONTENT = Buffer.alloc(66_560, "a");

/** AWS's own worked example of a signed upload in three frames. */
const EXAMPLE = {
  kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  frames: [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ],
  trailer: "",
};
/** And of one with a checksum after them. */
const TRAILER_EXAMPLE = {
  kind: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  seed: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  frames: [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
  trailer:
    "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n",
};

function framed({ frames, trailer }: typeof EXAMPLE): Buffer {
  const [first, second, last] = frames;
  return Buffer.concat([
    Buffer.from(`10000;chunk-signature=${first}\r\n`),
    CONTENT.subarray(0, 65_536),
    Buffer.from(`\r\n400;chunk-signature=${second}\r\n`),
    CONTENT.subarray(65_536),
    Buffer.from(`\r\n0;chunk-signature=${last}\r\n${trailer}\r\n`),
  ]);
}

function decode(example: typeof EXAMPLE, body: Uint8Array) {
  const signingKey = deriveSigningKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", SCOPE);
  const parameters = {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    scope: SCOPE,
    signedHeaders: ["host"],
    signature: example.seed,
    dateTime: "20130524T000000Z",
    presigned: false,
  };
  const head = { method: "PUT", path: "/", query: "", headers: { "x-amz-decoded-content-length": "66560" } };
  return decodeChunkedBody(head, body, example.kind, { parameters, signingKey });
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html
test.each([EXAMPLE, TRAILER_EXAMPLE])("the content of AWS's own example comes out ($kind)", (example) => {
  expect(decode(example, framed(example))).toEqual(CONTENT);
});

test.each([EXAMPLE, TRAILER_EXAMPLE])("a byte that was changed anywhere is noticed ($kind)", (example) => {
  const whole = framed(example);
  for (const at of [0, 3, 30, 100, 65_700, 66_700, whole.length - 90, whole.length - 40]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] as number) ^ 1;
    expect(decode(example, changed), `byte ${at}`).toBeNull();
  }
  expect(decode(example, whole.subarray(0, 65_600))).toBeNull();
});

const trailing = (body: string, checksum: string) =>
  `${body.length.toString(16)}\r\n${body}\r\n0\r\nx-amz-checksum-sha256:${checksum}\r\n\r\n`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

test("frames without signatures are taken by their checksum", async () => {
  const endpoint = await startEndpoint();
  const headers = {
    "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "x-amz-trailer": "x-amz-checksum-sha256",
    "content-encoding": "aws-chunked",
  };
  const upload = async (body: string) => send(await signer().sign(requestTo(endpoint, { headers, body })), body);
  expect(await upload(trailing("hello", sha256("hello")))).toMatchObject({ status: 200, text: "hello" });
  expect(await upload(trailing("hello", sha256("other")))).toMatchObject({ status: 403 });
  expect(await upload("hello")).toMatchObject({ status: 403 });
});
