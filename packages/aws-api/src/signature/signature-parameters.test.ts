import { expect, test } from "vitest";
import { basicDateTime, epochOf, readSignature } from "./signature-parameters.ts";

test.each(["20260304T050607Z", "20240229T235959Z", "19700101T000000Z"])("%s is the time that it says", (dateTime) => {
  expect(basicDateTime(epochOf(dateTime))).toBe(dateTime);
});

test.each(["20260431T000000Z", "20260230T000000Z", "20261301T000000Z", "20260304T250000Z"])("%s is no time", (text) => {
  expect(epochOf(text)).toBeNaN();
});

const SIGNER = "AWS4-HMAC-SHA256 Credential=test/20260304/eu-west-1/lambda/aws4_request, SignedHeaders=host;x-amz-date";

function read(authorization: string, headers: Record<string, string> = {}) {
  return readSignature({
    method: "GET",
    path: "/",
    query: "",
    headers: { "x-amz-date": "20260304T050607Z", authorization, ...headers },
  });
}

test("what a client has said once is not what its next request says", () => {
  const first = read(`${SIGNER}, Signature=aaaa`, { "x-amz-security-token": "token" });
  expect(first).toMatchObject({ accessKeyId: "test", signature: "aaaa", sessionToken: "token" });
  const second = read(`${SIGNER}, Signature=bbbb`, { "x-amz-date": "20260304T050608Z" });
  expect(second).toEqual({
    accessKeyId: "test",
    scope: { date: "20260304", region: "eu-west-1", service: "lambda" },
    signedHeaders: ["host", "x-amz-date"],
    signature: "bbbb",
    dateTime: "20260304T050608Z",
    presigned: false,
  });
});

test.each([
  ["a day that isn't the credential's", { "x-amz-date": "20260305T000000Z" }, "mismatch"],
  ["a date that is none", { "x-amz-date": "yesterday" }, "incomplete"],
])("a known client's request with %s is refused as an unknown one's", (_what, headers, problem) => {
  read(`${SIGNER}, Signature=aaaa`);
  expect(read(`${SIGNER}, Signature=aaaa`, headers)).toMatchObject({ problem });
  expect(read(`${SIGNER.replace("test", "other")}, Signature=aaaa`, headers)).toMatchObject({ problem });
});

test("fields that follow the signature are read, whether the client is known or not", () => {
  read(`${SIGNER}, Signature=aaaa`);
  expect(read(`${SIGNER}, Signature=bbbb, Credential=else/20260304/eu-west-1/lambda/aws4_request`)).toMatchObject({
    accessKeyId: "else",
    signature: "bbbb",
  });
});
