import { describe, expect, test } from "vitest";
import { iamUniqueId, parseRoleArn, RoleArnSchema } from "./role.ts";

describe("the ARN of a role", () => {
  test.each([
    ["arn:aws:iam::123456789012:role/worker", "worker"],
    ["arn:aws:iam::123456789012:role/service-role/a/b", "b"],
    ["arn:aws-cn:iam::123456789012:role/w+=,.@-_", "w+=,.@-_"],
  ])("%s names %s", (arn, roleName) => {
    expect(parseRoleArn(arn)).toEqual({ accountId: "123456789012", roleName });
    expect(RoleArnSchema.safeParse(arn).success).toBe(true);
  });

  test.each([
    "worker",
    "arn:aws:iam::1:role/a",
    "arn:aws:iam::123456789012:user/a",
    "arn:aws:iam::123456789012:role/a b",
  ])("%s is refused in AWS's words", (arn) => {
    expect(parseRoleArn(arn)).toBeNull();
    expect(RoleArnSchema.safeParse(arn).error?.issues[0]?.message).toBe(
      `Value '${arn}' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+`,
    );
  });

  test("without a name is none", () => expect(parseRoleArn("arn:aws:iam::123456789012:role/a/")).toBeNull());
});

test("a unique id is as AWS's", () => expect(iamUniqueId("AROA", Math.random)).toMatch(/^AROA[A-Z2-7]{17}$/));
