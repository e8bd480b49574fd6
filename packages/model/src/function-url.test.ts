import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  FUNCTION_URL_ID_PATTERN,
  FunctionUrlAuthTypeSchema,
  FunctionUrlCorsSchema,
  FunctionUrlInvokeModeSchema,
  FunctionUrlQualifierSchema,
  functionUrl,
} from "./index.ts";

function refusals(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.message);
}

test("a URL's address is made of its id and Region", () => {
  const id = "a1".repeat(16);
  expect(FUNCTION_URL_ID_PATTERN.test(id)).toBe(true);
  expect(functionUrl({ protocol: "https", domain: "on.aws" }, { region: "eu-west-1" }, id)).toBe(
    `https://${id}.lambda-url.eu-west-1.on.aws/`,
  );
});

// Bounds: https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html; wording: spec §1.5
describe("CORS settings", () => {
  test("are taken up to their bounds", () => {
    const cors = {
      allowCredentials: true,
      allowHeaders: Array(100).fill("h".repeat(1024)),
      allowMethods: ["GET", "PUT", "HEAD", "POST", "PATCH", "DELETE"],
      allowOrigins: Array(100).fill("o".repeat(253)),
      exposeHeaders: Array(100).fill(""),
      maxAgeSeconds: 86_400,
    };
    expect(refusals(FunctionUrlCorsSchema, cors)).toEqual([]);
    expect(refusals(FunctionUrlCorsSchema, {})).toEqual([]);
  });

  test("name no method that is longer than DELETE, so not OPTIONS", () => {
    expect(refusals(FunctionUrlCorsSchema, { allowMethods: ["GET", "OPTIONS"] })).toEqual([
      "Value '[GET, OPTIONS]' at 'cors.allowMethods' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 6, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*, Member must not be null]",
    ]);
  });

  test.each([
    [{ allowMethods: Array(7).fill("GET") }, "cors.allowMethods", "length less than or equal to 6"],
    [{ allowHeaders: Array(101).fill("a") }, "cors.allowHeaders", "length less than or equal to 100"],
    [{ exposeHeaders: ["x".repeat(1025)] }, "cors.exposeHeaders", "length less than or equal to 1024"],
    [{ allowOrigins: Array(101).fill("a") }, "cors.allowOrigins", "length less than or equal to 100"],
    [{ allowOrigins: ["o".repeat(254)] }, "cors.allowOrigins", "length less than or equal to 253"],
    [{ allowOrigins: [""] }, "cors.allowOrigins", "length greater than or equal to 1"],
    [{ exposeHeaders: ["a\r\nb: c"] }, "cors.exposeHeaders", "regular expression pattern: .*"],
    [{ maxAgeSeconds: 86_401 }, "cors.maxAge", "value less than or equal to 86400"],
    [{ maxAgeSeconds: -1 }, "cors.maxAge", "value greater than or equal to 0"],
  ])("beyond their bounds are refused", (cors, path, constraint) => {
    const [message, ...others] = refusals(FunctionUrlCorsSchema, cors);
    expect(others).toEqual([]);
    expect(message).toContain(`at '${path}' failed to satisfy constraint`);
    expect(message).toContain(constraint);
  });
});

test("modes and types are AWS's", () => {
  expect(refusals(FunctionUrlInvokeModeSchema, "UNKNOWN")).toEqual([
    "Value 'UNKNOWN' at 'invokeMode' failed to satisfy constraint: Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]",
  ]);
  expect(refusals(FunctionUrlAuthTypeSchema, "BASIC")).toEqual([
    "Value 'BASIC' at 'authType' failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM]",
  ]);
  expect(refusals(FunctionUrlAuthTypeSchema, undefined)).toEqual([
    "Value null at 'authType' failed to satisfy constraint: Member must not be null",
  ]);
});

test("a URL is an alias's, never a version's and not $LATEST's (spec §2.2)", () => {
  expect(
    ["PROD", "v1", "1a", "-", "x".repeat(128)].flatMap((name) => refusals(FunctionUrlQualifierSchema, name)),
  ).toEqual([]);
  expect(refusals(FunctionUrlQualifierSchema, "$LATEST")).toEqual([
    "Value '$LATEST' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)",
  ]);
  for (const wrong of ["1", "a b", "", "x".repeat(129)])
    expect(refusals(FunctionUrlQualifierSchema, wrong)).toHaveLength(1);
});
