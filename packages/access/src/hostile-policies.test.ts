import { MalformedPolicyDocument, type PolicyDocument } from "@lambent/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { explainAccess } from "./authorise.ts";
import { parsePolicy } from "./parse-policy.ts";
import { variable } from "./variable.fixture.ts";

// None of these may take long: they would hold up everybody. A matcher that tries all ways would not end at all.

const HELLO = `arn:aws:lambda:us-east-1:123456789012:function:${"a".repeat(200)}`;
const ana = (Statement: PolicyDocument["Statement"]) => ({
  principalArn: "arn:aws:iam::123456789012:user/ana",
  name: "ana",
  policy: [],
  policies: [{ name: "p", document: { Version: "2012-10-17" as const, Statement } }],
});

test("stars without end are answered", () => {
  const bomb = `${"*a".repeat(3000)}b`;
  const caller = ana({ Effect: "Allow", Action: `lambda:${bomb}`, Resource: `arn:aws:lambda:*:*:${bomb}` });
  expect(explainAccess(caller, `lambda:${"a".repeat(2000)}`, HELLO).allowed).toBe(false);
  const condition = ana({ Effect: "Allow", Action: "*", Resource: "*", Condition: { StringLike: { "aws:x": bomb } } });
  expect(explainAccess(condition, "lambda:Get", HELLO, { context: { "aws:x": "a".repeat(20_000) } }).allowed).toBe(
    false,
  );
});

test("thousands of variables, closed or not, are answered", () => {
  const many = variable("aws:username").repeat(600);
  const open = "${".repeat(5000);
  for (const text of [many, open, `${open}}`]) {
    const caller = ana({ Effect: "Allow", Action: "*", Resource: `arn:aws:s3:::${text}` });
    expect(explainAccess(caller, "s3:GetObject", "arn:aws:s3:::b").allowed).toBe(false);
  }
});

test("as many statements, actions and values as fit are answered", () => {
  const Statement = Array.from({ length: 500 }, () => ({
    Effect: "Allow" as const,
    Action: Array(20).fill("s3:*"),
    Resource: "*",
  }));
  expect(explainAccess(ana(Statement), "lambda:GetFunction", HELLO).allowed).toBe(false);
  const values = Array.from({ length: 5000 }, (_, index) => `10.0.${index % 256}.0/24`);
  const addresses = ana({
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    Condition: { IpAddress: { "aws:SourceIp": values } },
  });
  expect(
    explainAccess(addresses, "lambda:GetFunction", HELLO, { context: { "aws:SourceIp": "8.8.8.8" } }).allowed,
  ).toBe(false);
});

test.each([
  ["lists in lists", `${"[".repeat(60_000)}${"]".repeat(60_000)}`],
  ["objects in objects", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`],
  [
    "a principal in a principal",
    `{"Version":"2012-10-17","Statement":${'{"Principal":'.repeat(9000)}"*"${"}".repeat(9000)}}`,
  ],
  ["a million blanks", `${" ".repeat(1_000_000)}x`],
])("%s are refused, not followed", (_, text) => {
  expect(() => parsePolicy(text, "managed")).toThrow(MalformedPolicyDocument);
});

test("members that objects have by themselves are no members", () => {
  for (const text of [
    '{"__proto__":{},"Version":"2012-10-17","Statement":[]}',
    '{"Version":"2012-10-17","Statement":{"constructor":1}}',
  ]) {
    expect(() => parsePolicy(text, "managed")).toThrow(MalformedPolicyDocument);
  }
  const condition = JSON.parse('{"constructor":{"aws:x":"a"},"__proto__":{"aws:x":"a"}}');
  const caller = ana({ Effect: "Allow", Action: "*", Resource: "*", Condition: condition });
  expect(explainAccess(caller, "lambda:GetFunction", HELLO, { context: { "aws:x": "a" } }).allowed).toBe(false);
});

test("any JSON is either a policy or refused in AWS's words", () => {
  const shaped = fc.record(
    {
      Version: fc.oneof(fc.constant("2012-10-17"), fc.jsonValue()),
      Statement: fc.oneof(
        fc.jsonValue(),
        fc.array(
          fc.record(
            {
              Effect: fc.oneof(fc.constant("Allow"), fc.jsonValue()),
              Action: fc.oneof(fc.constant("s3:*"), fc.jsonValue()),
              Resource: fc.oneof(fc.constant("*"), fc.string(), fc.jsonValue()),
              Principal: fc.jsonValue(),
              Condition: fc.oneof(
                fc.jsonValue(),
                fc.dictionary(fc.constantFrom("Null", "DateEquals", "Bool"), fc.jsonValue()),
              ),
            },
            { requiredKeys: [] },
          ),
        ),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(shaped, fc.constantFrom("managed", "inline", "trust", "session"), (document, kind) => {
      try {
        const parsed = parsePolicy(JSON.stringify(document), kind);
        const caller = { ...ana([]), policies: [{ name: "p", document: parsed }] };
        explainAccess(caller, "s3:GetObject", "arn:aws:s3:::b", { resourcePolicy: parsed });
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedPolicyDocument);
      }
    }),
    { numRuns: 2000 },
  );
});
