import { describe, expect, test } from "vitest";
import {
  FunctionNotFound,
  functionReference,
  InvalidParameterValue,
  ResourceNotFound,
  unqualifiedFunctionArn,
  ValidationFailed,
} from "./index.ts";

const SCOPE = { accountId: "123456789012", region: "us-east-1" };
const ARN = "arn:aws:lambda:us-east-1:123456789012:function:my-fn";
// spec: lambda §2.2
const LOOKUP_PATTERN =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

const read = (functionName: string, qualifier?: string) => functionReference(SCOPE, { functionName, qualifier });

// spec: lambda §2.1
describe("a function may be named", () => {
  test.each([
    ["my-fn", undefined, { functionName: "my-fn" }],
    ["my-fn:PROD", undefined, { functionName: "my-fn", qualifier: "PROD" }],
    ["my-fn", "$LATEST", { functionName: "my-fn", qualifier: "$LATEST" }],
    ["my-fn:7", "7", { functionName: "my-fn", qualifier: "7" }],
    ["function:my-fn", undefined, { functionName: "my-fn" }],
    ["123456789012:function:my-fn:2", undefined, { functionName: "my-fn", qualifier: "2", accountId: "123456789012" }],
    [ARN, "live", { functionName: "my-fn", qualifier: "live", accountId: "123456789012" }],
    [`${ARN}:live`, undefined, { functionName: "my-fn", qualifier: "live", accountId: "123456789012" }],
  ])("as %s with %s", (functionName, qualifier, expected) => {
    expect(read(functionName, qualifier)).toEqual(expected);
  });
});

// spec: lambda §1.5 and §2.2, order of evaluation included
describe("refused is", () => {
  test("what has no form, name and qualifier together, before anything else is judged", () => {
    expect(() => read("my fn:a", "b c")).toThrow(
      new ValidationFailed([
        `Value 'my fn:a' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${LOOKUP_PATTERN}`,
        "Value 'b c' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+",
      ]),
    );
    expect(() => read("a".repeat(171))).toThrow(/^1 validation error detected: .* less than or equal to 170$/);
    expect(() => read("x", "")).toThrow(/Value '' at 'qualifier' .* greater than or equal to 1/);
  });

  test("a qualifier that contradicts the one in the name, also where both would be of another Region", () => {
    const message = "The derived qualifier from the function name does not match the specified qualifier.";
    expect(() => read("my-fn:1", "2")).toThrow(new InvalidParameterValue(message));
    expect(() => read(`${ARN.replace("us-east-1", "eu-west-1")}:1`, "2")).toThrow(message);
  });

  test("an ARN of another Region", () => {
    expect(() => read("arn:aws:lambda:eu-west-1:123456789012:function:my-fn")).toThrow(
      new ResourceNotFound("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"),
    );
  });

  test("a bare name that is too long: not found, and when a function is made another code than for all other constraints", () => {
    const tooLong = "f".repeat(65);
    expect(() => read(tooLong)).toThrow(FunctionNotFound);
    const create = (text: string) => functionReference(SCOPE, { functionName: text }, "create");
    expect(() => create(tooLong)).toThrow(
      new InvalidParameterValue(
        `1 validation error detected: Value '${tooLong}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
      ),
    );
    expect(() => create("f".repeat(141))).toThrow(/less than or equal to 140$/);
    expect(() => create("a.b")).toThrow(ValidationFailed);
    expect(() => read("a.b")).toThrow(new FunctionNotFound("arn:aws:lambda:us-east-1:123456789012:function:a.b"));
  });
});

test("a qualified ARN leads back to its function", () => {
  expect(unqualifiedFunctionArn(`${ARN}:$LATEST`)).toBe(ARN);
  expect(unqualifiedFunctionArn(ARN)).toBe(ARN);
});
