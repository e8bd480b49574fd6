import { NormalizedSchema } from "@smithy/core/schema";
import {
  anything,
  array,
  assert,
  constantFrom,
  dictionary,
  oneof,
  property,
  string,
  tuple,
  uint8Array,
} from "fast-check";
import { expect, test } from "vitest";
import { AwsFault } from "./aws-fault.ts";
import type { RequestHead } from "./http-message.ts";
import { EVERYTHING } from "./protocol/every-type.fixture.ts";
import { createPathRouter } from "./protocol/path-router.ts";
import { readDocument } from "./protocol/read-document.ts";
import { readForm } from "./protocol/read-form.ts";
import { lambdaService } from "./services/lambda/lambda-service.ts";
import { canonicalRequest } from "./signature/canonical-request.ts";
import { decodeChunkedBody } from "./signature/chunked-body.ts";
import { readSignature } from "./signature/signature-parameters.ts";
import { deriveSigningKey } from "./signature/signing-keys.ts";

const RUNS = { numRuns: 2000 };
const SCHEMA = NormalizedSchema.of(EVERYTHING);
const word = constantFrom(
  "2015-03-31",
  "functions",
  "invocations",
  "%2F",
  "%",
  "%zz",
  "..",
  ".",
  "",
  "configuration",
  "a",
  "__proto__",
);
const path = array(oneof(word, string({ maxLength: 12 })), { maxLength: 8 }).map((parts) => `/${parts.join("/")}`);
const query = oneof(
  string({ maxLength: 60 }),
  array(
    tuple(oneof(constantFrom("X-Amz-Signature", "X-Amz-Credential", "X-Amz-Date", "List"), string()), string()),
  ).map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join("&")),
);
const headOf = (path: string, query: string, headers: Record<string, string> = {}): RequestHead => ({
  method: "POST",
  path,
  query,
  headers,
});

/** Runs it; a fault with a name is an answer, anything else a crash. */
function answers(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(AwsFault);
  }
}

test("any address leads to an operation or to none", () => {
  const route = createPathRouter(lambdaService.operations);
  assert(
    property(path, query, constantFrom("GET", "POST", "PUT", "DELETE", "X"), (address, search, method) => {
      const found = route({ ...headOf(address, search), method });
      expect(found === null || lambdaService.operations.includes(found.operation)).toBe(true);
    }),
    RUNS,
  );
});

test("any signature is read or refused in words", () => {
  const piece = oneof(
    constantFrom(
      "Credential=",
      "SignedHeaders=host",
      "Signature=",
      "test/20260304/us-east-1/lambda/aws4_request",
      ",",
      "/",
      ";",
      "=",
    ),
    string({ maxLength: 10 }),
  );
  assert(
    property(array(piece, { maxLength: 12 }), string(), query, (pieces, date, search) => {
      const authorization = `AWS4-HMAC-SHA256 ${pieces.join("")}`;
      for (const headers of [{ authorization, "x-amz-date": date }, {}] as Record<string, string>[]) {
        const read = readSignature(headOf("/", search, headers));
        if ("problem" in read) expect(read.message).not.toBe("");
        else expect(read.signedHeaders).toContain("host");
      }
    }),
    RUNS,
  );
});

test("two different requests never have the same canonical form", () => {
  const signed = { signedHeaders: ["host"], presigned: false };
  const segment = string({ minLength: 1, maxLength: 6 })
    .map(encodeURIComponent)
    .filter((text) => !/^\.{0,2}$/.test(text));
  const address = array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
  assert(
    property(address, address, query, (one, other, search) => {
      const of = (text: string) => canonicalRequest(headOf(text, search, { host: "h" }), signed, "hash");
      expect(of(one) === of(other)).toBe(one === other);
    }),
    RUNS,
  );
});

test("any form and any document is read or refused", () => {
  const name = array(oneof(word, constantFrom("Structures", "member", "entry", "1", "key", "value", "Map", "List")), {
    maxLength: 70,
  }).map((parts) => parts.join("."));
  assert(
    property(array(tuple(name, string()), { maxLength: 20 }), (fields) => answers(() => readForm(SCHEMA, fields))),
    RUNS,
  );
  const members = constantFrom(
    "Text",
    "Count",
    "Flag",
    "Bytes",
    "When",
    "List",
    "Map",
    "Nested",
    "Structures",
    "__proto__",
  );
  assert(
    property(oneof(anything(), dictionary(members, anything())), (value) => answers(() => readDocument(SCHEMA, value))),
    RUNS,
  );
});

test("any chunked body is decoded or refused", () => {
  const scope = { date: "20260304", region: "us-east-1", service: "lambda" };
  const parameters = {
    accessKeyId: "test",
    scope,
    signedHeaders: ["host"],
    signature: "a".repeat(64),
    dateTime: "20260304T050607Z",
    presigned: false,
  };
  const signingKey = deriveSigningKey("test", scope);
  const piece = oneof(
    constantFrom(
      "0\r\n",
      "5\r\n",
      "hello\r\n",
      "ffffffff\r\n",
      "\r\n",
      ";chunk-signature=",
      "x-amz-checksum-sha256:a\r\n",
    ).map((text) => Buffer.from(text)),
    uint8Array({ maxLength: 20 }),
  );
  assert(
    property(array(piece, { maxLength: 10 }), (pieces) => {
      const body = Buffer.concat(pieces);
      const decoded = decodeChunkedBody(headOf("/", ""), body, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", {
        parameters,
        signingKey,
      });
      expect(decoded === null || decoded.byteLength <= body.length).toBe(true);
      expect(
        decodeChunkedBody(headOf("/", ""), body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { parameters, signingKey }),
      ).toBeNull();
    }),
    RUNS,
  );
});
