import { expect, test } from "vitest";
import { localAccessKeys } from "./access-keys.ts";

const lookUp = localAccessKeys({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" });

test.each([
  ["test", { secretAccessKey: "test", accountId: "000000000000", wellKnown: true }],
  ["123456789012", { secretAccessKey: "test", accountId: "123456789012", wellKnown: true }],
  ["AKIAEXAMPLE", { secretAccessKey: "secret", accountId: "000000000000", wellKnown: false }],
])("%s is known", (accessKeyId, expected) => {
  expect(lookUp(accessKeyId)).toMatchObject({ accessKeyId, ...expected });
});

test("each is the administrator of its own account", () => {
  expect(lookUp("123456789012")).toMatchObject({
    caller: { principalArn: "arn:aws:iam::123456789012:user/local-administrator" },
  });
});

test.each(["", "TEST", "12345678901", "1234567890123", "__proto__"])("'%s' is not", (accessKeyId) => {
  expect(lookUp(accessKeyId)).toBeUndefined();
});
