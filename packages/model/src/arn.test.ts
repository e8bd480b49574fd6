import { describe, expect, test } from "vitest";
import { defaultRoleName, FUNCTION_NAME_MAX_LENGTH, functionArn, parseFunctionReference, roleArn } from "./index.ts";

const SCOPE = { accountId: "123456789012", region: "us-east-1" };

describe("a function reference", () => {
  test.each([
    ["my-fn", { functionName: "my-fn" }],
    ["my-fn:PROD", { functionName: "my-fn", qualifier: "PROD" }],
    ["my-fn:$LATEST", { functionName: "my-fn", qualifier: "$LATEST" }],
    ["function:my-fn", { functionName: "my-fn" }],
    ["function:my-fn:7", { functionName: "my-fn", qualifier: "7" }],
    ["function", { functionName: "function" }],
    ["123456789012:function:my-fn", { functionName: "my-fn", accountId: "123456789012" }],
    [
      "arn:aws:lambda:us-gov-west-1:123456789012:function:my-fn:2",
      { functionName: "my-fn", qualifier: "2", accountId: "123456789012", region: "us-gov-west-1" },
    ],
  ])("%s is understood", (text, expected) => {
    expect(parseFunctionReference(text)).toEqual(expected);
  });

  test.each([
    "",
    "a b",
    "arn:aws:s3:::bucket",
    "arn:aws:lambda:us-east-1:123:function:x",
    "a:b:c",
    "x".repeat(FUNCTION_NAME_MAX_LENGTH + 1),
    "my-fn:",
    "my-fn\n",
  ])("%j is refused", (text) => {
    expect(parseFunctionReference(text)).toBeNull();
  });

  test("reads what functionArn wrote", () => {
    expect(parseFunctionReference(functionArn(SCOPE, "fn", "$LATEST"))).toEqual({
      functionName: "fn",
      qualifier: "$LATEST",
      ...SCOPE,
    });
  });
});

test("a role's ARN carries its path", () => {
  expect(roleArn(SCOPE, "fn-role-abc")).toBe("arn:aws:iam::123456789012:role/service-role/fn-role-abc");
});

describe("the default role's name", () => {
  test("is the function's with eight random characters", () => {
    expect(defaultRoleName("fn", Math.random)).toMatch(/^fn-role-[a-z0-9]{8}$/);
    expect(defaultRoleName("fn", () => 0.999999)).toBe("fn-role-99999999");
  });

  test("keeps IAM's 64 characters for the longest function name", () => {
    expect(defaultRoleName("f".repeat(64), () => 0)).toHaveLength(64);
  });
});
