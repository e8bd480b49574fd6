import type { PolicyConditions } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { conditionsHold } from "./conditions.ts";
import { ContextValues, type RequestContext } from "./request-context.ts";
import { variable } from "./variable.fixture.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

function holds(conditions: PolicyConditions, given: RequestContext): boolean {
  const context = new ContextValues(() => [given]);
  return conditionsHold(conditions, context, context);
}

const TOPIC = "arn:aws:sns:us-east-1:123456789012:orders";

describe("an operator with one value", () => {
  test.each<[string, string | number | boolean, string, boolean]>([
    ["StringEquals", "ana", "ana", true],
    ["StringEquals", "ana", "Ana", false],
    ["StringEquals", "a*", "ana", false],
    ["StringEquals", "", "", true],
    ["StringNotEquals", "ana", "Ana", true],
    ["StringNotEquals", "ana", "ana", false],
    ["StringEqualsIgnoreCase", "ANA", "ana", true],
    ["StringNotEqualsIgnoreCase", "ANA", "ana", false],
    ["StringLike", "a?a*", "anatol", true],
    ["StringLike", "a*", "b", false],
    ["StringNotLike", "a*", "b", true],
    ["stringlike", "a*", "ana", true],
    ["ArnLike", TOPIC, TOPIC, true],
    ["ArnLike", "arn:aws:sns:*:*:ord*", TOPIC, true],
    ["ArnEquals", "arn:aws:sns:*:*:ord*", TOPIC, true],
    // A wildcard doesn't reach over a colon, except in the resource.
    ["ArnLike", "arn:aws:sns:*:orders", TOPIC, false],
    ["ArnLike", "arn:aws:lambda:*:*:function:*", "arn:aws:lambda:us-east-1:123456789012:function:a:PROD", true],
    ["ArnLike", "*", "no arn", false],
    ["ArnNotLike", "arn:aws:sns:*:*:ord*", TOPIC, false],
    ["ArnNotEquals", "arn:aws:s3:::b", TOPIC, true],
    ["NumericEquals", 300, "300.0", true],
    ["NumericNotEquals", "300", "301", true],
    ["NumericLessThan", "300", "299.5", true],
    ["NumericLessThan", "300", "300", false],
    ["NumericLessThanEquals", "300", "300", true],
    ["NumericGreaterThan", "-1", "0", true],
    ["NumericGreaterThanEquals", "1e3", "1000", true],
    ["NumericEquals", "many", "many", false],
    ["NumericLessThan", "", "0", false],
    ["DateLessThan", "2026-07-01T00:00:00Z", "2026-06-30T23:59:59Z", true],
    ["DateLessThan", "2026-07-01", "2026-07-01T00:00:00Z", false],
    ["DateLessThanEquals", "2026-07-01", "2026-07-01T00:00:00Z", true],
    ["DateGreaterThan", "2026-07-01T02:00:00+02:00", "2026-07-01T00:00:01Z", true],
    ["DateEquals", "1767225600", "2026-01-01T00:00:00Z", true],
    ["DateNotEquals", "2026-01-01", "2026-01-01T00:00:00Z", false],
    ["DateGreaterThanEquals", "2026", "2026-01-01T00:00:00Z", true],
    ["DateEquals", "soon", "soon", false],
    ["Bool", true, "true", true],
    ["Bool", "True", "true", true],
    ["Bool", "false", "true", false],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
    ["IpAddress", "203.0.113.0/24", "203.0.113.77", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.1", false],
    ["IpAddress", "203.0.113.7", "203.0.113.7", true],
    ["IpAddress", "0.0.0.0/0", "8.8.8.8", true],
    ["IpAddress", "203.0.113.0/24", "::ffff:203.0.113.77", true],
    ["IpAddress", "2001:db8::/32", "2001:db8:1::5", true],
    ["IpAddress", "2001:db8::/32", "203.0.113.7", false],
    ["IpAddress", "203.0.113.0/33", "203.0.113.7", false],
    ["IpAddress", "here", "here", false],
    ["NotIpAddress", "203.0.113.0/24", "203.0.114.1", true],
    ["NotIpAddress", "203.0.113.0/24", "2001:db8::1", true],
    ["StringAlmostEquals", "a", "a", false],
  ])("%s %j against %j: %j", (operator, wanted, found, expected) => {
    expect(holds({ [operator]: { "aws:key": wanted } }, { "aws:key": found })).toBe(expected);
  });
});

test("of several values one is enough; for the Not operators none may be met", () => {
  const context = { "aws:PrincipalTag/role": "audit" };
  const roles = { "aws:PrincipalTag/role": ["audit", "security"] };
  expect(holds({ StringEquals: roles }, context)).toBe(true);
  expect(holds({ StringNotEquals: roles }, context)).toBe(false);
  expect(holds({ StringNotEquals: roles }, { "aws:PrincipalTag/role": "other" })).toBe(true);
});

test("all operators and all their keys have to hold, whatever the case of a key", () => {
  const conditions = {
    StringEquals: { "AWS:sourceaccount": "1", "aws:username": "ana" },
    Bool: { "aws:SecureTransport": true },
  };
  const context = { "aws:SourceAccount": "1", "aws:username": "ana", "aws:SecureTransport": "true" };
  expect(holds(conditions, context)).toBe(true);
  for (const key of Object.keys(context)) expect(holds(conditions, { ...context, [key]: "no" })).toBe(false);
});

describe("a key that the request hasn't got", () => {
  test.each([
    ["StringEquals", false],
    ["StringNotEquals", true],
    ["ArnNotLike", true],
    ["NotIpAddress", true],
    ["NumericLessThan", false],
    ["Bool", false],
    ["StringEqualsIfExists", true],
    ["ArnLikeIfExists", true],
    ["StringNotEqualsIfExists", true],
    ["ForAllValues:StringEquals", true],
    ["ForAnyValue:StringEquals", false],
    ["ForAnyValue:StringNotEquals", false],
    ["ForAnyValue:StringLikeIfExists", true],
  ])("%s: %j", (operator, expected) => expect(holds({ [operator]: { "aws:key": "1" } }, {})).toBe(expected));

  test("is what Null asks for", () => {
    expect(holds({ Null: { "aws:key": "true" } }, {})).toBe(true);
    expect(holds({ Null: { "aws:key": false } }, {})).toBe(false);
    expect(holds({ Null: { "aws:key": "true" } }, { "aws:key": "" })).toBe(false);
    expect(holds({ Null: { "aws:key": "false" } }, { "aws:key": "" })).toBe(true);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
describe("a key with several values", () => {
  test.each<[string, string[], boolean]>([
    ["ForAllValues:StringEquals", ["env", "team"], true],
    ["ForAllValues:StringEquals", ["env", "cost"], false],
    ["ForAnyValue:StringEquals", ["env", "cost"], true],
    ["ForAnyValue:StringEquals", ["cost"], false],
    ["ForAllValues:StringNotEquals", ["cost"], true],
    ["ForAllValues:StringNotEquals", ["cost", "env"], false],
    ["ForAnyValue:StringNotEquals", ["cost", "env"], true],
    ["ForAnyValue:StringNotEquals", ["env"], false],
  ])("%s [env, team] against %j: %j", (operator, found, expected) => {
    expect(holds({ [operator]: { "aws:TagKeys": ["env", "team"] } }, { "aws:TagKeys": found })).toBe(expected);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe("a variable in a condition", () => {
  const own = variable("aws:username");

  test("stands for the request's value, character by character", () => {
    const condition = { StringLike: { "s3:prefix": [`home/${own}/*`] } };
    expect(holds(condition, { "s3:prefix": "home/ana/x", "aws:username": "ana" })).toBe(true);
    expect(holds(condition, { "s3:prefix": "home/bob/x", "aws:username": "ana" })).toBe(false);
    expect(holds(condition, { "s3:prefix": "home/bob/x", "aws:username": "*" })).toBe(false);
    expect(holds(condition, { "s3:prefix": "home/*/x", "aws:username": "*" })).toBe(true);
  });

  test("without a value equals nothing, unless it has a default", () => {
    expect(holds({ StringEquals: { "aws:key": own } }, { "aws:key": own })).toBe(false);
    expect(holds({ StringNotEquals: { "aws:key": own } }, { "aws:key": "a" })).toBe(true);
    const withDefault = variable("aws:username, 'nobody'");
    expect(holds({ StringEquals: { "aws:key": withDefault } }, { "aws:key": "nobody" })).toBe(true);
    expect(holds({ StringEquals: { "aws:key": withDefault } }, { "aws:key": "ana", "aws:username": "ana" })).toBe(true);
  });

  test("of a special character stands for the character", () => {
    const like = (name: string) => ({ StringLike: { "aws:key": `a${variable(name)}` } });
    expect(holds(like("*"), { "aws:key": "a*" })).toBe(true);
    expect(holds(like("*"), { "aws:key": "ab" })).toBe(false);
    expect(holds(like("?"), { "aws:key": "a?" })).toBe(true);
    expect(holds(like("$"), { "aws:key": "a$" })).toBe(true);
  });

  test("doesn't stand for a list", () => {
    expect(
      holds({ StringEquals: { "aws:key": variable("aws:TagKeys") } }, { "aws:key": "a", "aws:TagKeys": ["a"] }),
    ).toBe(false);
  });

  test("is plain text in a policy of 2008", () => {
    const context = new ContextValues(() => [{ "aws:key": own, "aws:username": "ana" }]);
    expect(conditionsHold({ StringEquals: { "aws:key": own } }, context, null)).toBe(true);
  });
});
