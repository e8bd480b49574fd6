import { MalformedPolicyDocument } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { type PolicyKind, parsePolicy } from "./parse-policy.ts";
import { variable } from "./variable.fixture.ts";

// AWS documents the grammar and none of these sentences. They are what IAM answers:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

const allow = (given: object = {}) => ({ Effect: "Allow", Action: "s3:ListBucket", Resource: "*", ...given });
const policy = (statement: unknown, given: object = {}) => ({ Version: "2012-10-17", Statement: statement, ...given });
const SYNTAX = "Syntax errors in policy.";
const LEGACY = "The policy failed legacy parsing";
const VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

function refused(document: unknown, kind: PolicyKind, message: string) {
  const parse = () => parsePolicy(typeof document === "string" ? document : JSON.stringify(document), kind);
  expect(parse).toThrow(new MalformedPolicyDocument(message));
}

describe("a managed policy is refused", () => {
  test.each([
    ["text that isn't JSON", "This is not a json document", SYNTAX],
    ["a list", [], SYNTAX],
    ["null", null, SYNTAX],
    ["no version", { Statement: allow() }, "Policy document must be version 2012-10-17 or greater."],
    [
      "an old version",
      policy(allow(), { Version: "2008-10-17" }),
      "Policy document must be version 2012-10-17 or greater.",
    ],
    ["an unknown version", policy(allow(), { Version: "2013-10-17" }), SYNTAX],
    ["no statement", { Version: "2012-10-17" }, SYNTAX],
    ["no statement in the list", policy([]), SYNTAX],
    ["a statement that is text", policy(["afd"]), SYNTAX],
    ["an unknown member", policy(allow(), { Extra: 1 }), SYNTAX],
    ["an unknown member of a statement", policy(allow({ Extra: 1 })), SYNTAX],
    ["an Id that is no text", policy(allow(), { Id: ["x"] }), SYNTAX],
    ["a Sid that is no text", policy(allow({ Sid: 1 })), SYNTAX],
    ["no effect", policy({ Action: "s3:*", Resource: "*" }), SYNTAX],
    ["another effect", policy(allow({ Effect: "invalid" })), SYNTAX],
    ["an effect in lower case", policy(allow({ Effect: "allow" })), LEGACY],
    ["Action beside NotAction", policy(allow({ NotAction: "s3:*" })), SYNTAX],
    ["Resource beside NotResource", policy(allow({ NotResource: "*" })), SYNTAX],
    ["a resource that is an object", policy(allow({ Resource: { a: "*" } })), SYNTAX],
    ["an action that is a number", policy(allow({ Action: [1] })), SYNTAX],
    ["a condition that is text", policy(allow({ Condition: "a" })), SYNTAX],
    ["an unknown operator", policy(allow({ Condition: { StringEqual: { "aws:username": "a" } } })), SYNTAX],
    ["NullIfExists", policy(allow({ Condition: { NullIfExists: { "aws:username": "true" } } })), SYNTAX],
    ["a condition's value that is an object", policy(allow({ Condition: { Bool: { "aws:x": {} } } })), SYNTAX],
    ["a date that is none", policy(allow({ Condition: { DateLessThan: { "aws:CurrentTime": "soon" } } })), LEGACY],
    ["no action", policy({ Effect: "Allow", Resource: "*" }), "Policy statement must contain actions."],
    ["an empty list of actions", policy(allow({ Action: [] })), "Policy statement must contain actions."],
    ["no resource", policy({ Effect: "Allow", Action: "s3:*" }), "Policy statement must contain resources."],
    ["an empty list of resources", policy(allow({ Resource: [] })), "Policy statement must contain resources."],
    ["an action without a service", policy(allow({ Action: "invalid" })), VENDOR],
    ["an action without a service and no resource", policy({ Effect: "Allow", Action: "invalid" }), VENDOR],
    ["an empty NotAction", policy({ Effect: "Allow", NotAction: "", Resource: "*" }), VENDOR],
    ["a service with a blank", policy(allow({ Action: "a a:ListBucket" })), "Vendor a a is not valid"],
    ["two colons", policy(allow({ Action: "s3:List:Bucket" })), "Actions/Condition can contain only one colon."],
    ["a resource that is no ARN", policy(allow({ Resource: ["adf"] })), 'Resource adf must be in ARN format or "*".'],
    ["an empty resource", policy(allow({ Resource: "" })), 'Resource  must be in ARN format or "*".'],
    [
      "an unknown partition",
      policy(allow({ Resource: "a:b:c:d:e:f:g:h" })),
      'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".',
    ],
    [
      "an unknown partition and little else",
      policy(allow({ Resource: "a:bsdfdsafsad" })),
      'Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".',
    ],
    [
      "an ARN that forgets its first part",
      policy(allow({ Resource: "aws:s3:::example_bucket" })),
      'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".',
    ],
    ["an ARN with a part missing", policy(allow({ Resource: "arn:aws:s3::example_bucket" })), LEGACY],
    [
      "an ARN of nothing",
      policy(allow({ Resource: "arn:aws" })),
      "Resource vendor must be fully qualified and cannot contain regexes.",
    ],
    [
      "a bucket with a Region",
      policy(allow({ Resource: "arn:aws:s3:us-east-1::bucket" })),
      "Resource arn:aws:s3:us-east-1::bucket can not contain region information.",
    ],
    [
      "an IAM resource of an unknown kind",
      policy(allow({ Resource: "arn:aws:iam:::example_bucket" })),
      'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
    ],
    [
      "a Sid twice",
      policy([allow({ Sid: "a" }), allow({ Sid: "a" })]),
      "Statement IDs (SID) in a single policy must be unique.",
    ],
    [
      "a Sid with a hyphen",
      policy(allow({ Sid: "a-b" })),
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    ],
    ["a principal", policy(allow({ Principal: "*" })), "Policy document should not specify a principal."],
  ])("for %s", (_, document, message) => refused(document, "managed", message));
});

test.each([
  [
    "all elements",
    policy([allow({ Sid: "One", Condition: { "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a*"] } } })]),
  ],
  ["one statement without brackets", policy(allow())],
  ["everything but", policy({ Effect: "Deny", NotAction: ["iam:*", "*"], NotResource: ["arn:aws:s3:::b/*"] })],
  ["variables", policy(allow({ Resource: `arn:aws:s3:::b/${variable("aws:username")}/*` }))],
  [
    "wildcards in an ARN",
    policy(allow({ Resource: ["arn:*:lambda:*:*:*", "arn:aws:iam::*:*", "arn:aws:iam::1:role/*"] })),
  ],
  [
    "numbers and truth values",
    policy(allow({ Condition: { NumericLessThan: { "a:b": 5 }, Bool: { "a:c": [true] } } })),
  ],
  ["an operator in another case", policy(allow({ Condition: { stringequals: { "aws:username": "a" } } }))],
  [
    "seconds as a date",
    policy(allow({ Condition: { DateLessThan: { "aws:CurrentTime": ["1700000000", "2026-01-01"] } } })),
  ],
])("a managed policy may have %s", (_, document) => {
  expect(parsePolicy(JSON.stringify(document), "managed")).toEqual(document);
});

test("an inline policy may be of the old version, or of none", () => {
  expect(parsePolicy(JSON.stringify({ Statement: [allow()] }), "inline")).toEqual({ Statement: [allow()] });
  parsePolicy(JSON.stringify(policy(allow(), { Version: "2008-10-17" })), "session");
});

describe("a trust policy", () => {
  const trust = (given: object) =>
    policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole", ...given });

  test.each([
    ["text that isn't JSON", "{", "This policy contains invalid Json"],
    ["no principal", trust({ Principal: undefined }), "Missing required field Principal"],
    ["no action", trust({ Action: undefined }), "Missing required field Action"],
    ["a resource", trust({ Resource: "*" }), "Has prohibited field Resource"],
    ["NotPrincipal", trust({ Principal: undefined, NotPrincipal: "*" }), "Has prohibited field NotPrincipal"],
    [
      "other actions",
      trust({ Action: ["sts:AssumeRole", "s3:*"] }),
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    ["a principal of an unknown type", trust({ Principal: { User: "a" } }), 'Invalid principal in policy: "User"'],
    [
      "an ARN with a wildcard",
      trust({ Principal: { AWS: "arn:aws:iam::123456789012:user/*" } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/*"',
    ],
    [
      "a service that is none",
      trust({ Principal: { Service: ["lambda"] } }),
      'Invalid principal in policy: "Service":"lambda"',
    ],
    ["an empty principal", trust({ Principal: {} }), "Missing required field Principal cannot be empty!"],
    ["a name as principal", trust({ Principal: "ana" }), 'Invalid principal in policy: "ana"'],
  ])("is refused for %s", (_, document, message) => refused(document, "trust", message));

  test.each([
    ["a service", trust({})],
    ["an account", trust({ Principal: { AWS: ["123456789012", "arn:aws:iam::123456789012:root"] } })],
    ["everybody", trust({ Principal: "*" })],
    ["no version", { Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }] }],
    ["tags", trust({ Action: ["sts:AssumeRole", "sts:TagSession"] })],
  ])("may name %s", (_, document) => {
    expect(parsePolicy(JSON.stringify(document), "trust")).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
