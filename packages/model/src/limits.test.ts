import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  DescriptionSchema,
  DestinationConfigSchema,
  EphemeralStorageMbSchema,
  FunctionNameSchema,
  HandlerSchema,
  MaximumEventAgeInSecondsSchema,
  MaximumRetryAttemptsSchema,
  MemoryMbSchema,
  ReservedConcurrentExecutionsSchema,
  RuntimeSchema,
  TestEventJsonSchema,
  TestEventNameSchema,
  TimeoutSecondsSchema,
  validationErrorMessage,
} from "./index.ts";

function refusals(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.message);
}

describe("numbers are taken at both bounds and refused beyond them in AWS's words", () => {
  test.each([
    { schema: MaximumRetryAttemptsSchema, path: "maximumRetryAttempts", minimum: 0, maximum: 2 },
    { schema: MaximumEventAgeInSecondsSchema, path: "maximumEventAgeInSeconds", minimum: 60, maximum: 21_600 },
    { schema: MemoryMbSchema, path: "memorySize", minimum: 128, maximum: 10_240 },
    { schema: TimeoutSecondsSchema, path: "timeout", minimum: 1, maximum: 900 },
    { schema: EphemeralStorageMbSchema, path: "ephemeralStorage.size", minimum: 512, maximum: 10_240 },
    {
      schema: ReservedConcurrentExecutionsSchema,
      path: "reservedConcurrentExecutions",
      minimum: 0,
      maximum: 2_147_483_647,
    },
  ])("$path", ({ schema, path, minimum, maximum }) => {
    expect(refusals(schema, minimum)).toEqual([]);
    expect(refusals(schema, maximum)).toEqual([]);
    expect(refusals(schema, maximum + 1)).toEqual([
      `Value '${maximum + 1}' at '${path}' failed to satisfy constraint: Member must have value less than or equal to ${maximum}`,
    ]);
    expect(refusals(schema, minimum - 1)).toEqual([
      `Value '${minimum - 1}' at '${path}' failed to satisfy constraint: Member must have value greater than or equal to ${minimum}`,
    ]);
    expect(refusals(schema, minimum + 0.5)).toHaveLength(1);
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, String(minimum), null, undefined]) {
      expect(refusals(schema, wrong)[0]).toContain(`at '${path}'`);
    }
  });
});

describe("a function name", () => {
  test.each(["a", "my-fn_2", "x".repeat(64), "-", "123"])("%s is taken", (name) => {
    expect(refusals(FunctionNameSchema, name)).toEqual([]);
  });

  test("of 65 characters is refused in AWS's words", () => {
    const name = "x".repeat(65);
    expect(validationErrorMessage(refusals(FunctionNameSchema, name))).toBe(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  });

  test("that is empty or missing says so", () => {
    expect(refusals(FunctionNameSchema, "")).toEqual([
      "Value '' at 'functionName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ]);
    expect(refusals(FunctionNameSchema, undefined)).toEqual([
      "Value null at 'functionName' failed to satisfy constraint: Member must not be null",
    ]);
  });

  test.each(["my fn", "a.b", "a/b", "../x", "ünicode", "a\n", "a:b", "a\0"])("%j is refused", (name) => {
    expect(refusals(FunctionNameSchema, name)[0]).toContain("Member must satisfy regular expression pattern: (arn:");
  });
});

describe("a handler", () => {
  test.each(["index.handler", "src/app.lambda.handler", "pkg.mod.func", "x".repeat(128)])("%s is taken", (handler) => {
    expect(refusals(HandlerSchema, handler)).toEqual([]);
  });

  test.each(["", "a b", "a\tb", "x".repeat(129), "../index.handler", "a/../../b.c", "/etc/x.y", "a\u0000b"])(
    "%j is refused",
    (handler) => {
      expect(refusals(HandlerSchema, handler)).not.toEqual([]);
    },
  );

  test("that leaves the package is told why", () => {
    expect(refusals(HandlerSchema, "../index.handler")).toEqual([
      "Handler '../index.handler' points outside the deployment package. Give a path relative to its root, without '..'.",
    ]);
  });
});

test("a description has up to 256 characters", () => {
  expect(refusals(DescriptionSchema, "d".repeat(256))).toEqual([]);
  expect(refusals(DescriptionSchema, "d".repeat(257))[0]).toContain("length less than or equal to 256");
});

test("an unknown runtime is refused with the list of known ones, as AWS words it", () => {
  expect(refusals(RuntimeSchema, "cobol85")[0]).toMatch(
    /^Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs24\.x, .*\] or be a valid ARN$/,
  );
});

describe("a test event", () => {
  test("has a name of 1 to 25 letters, numbers, dots, hyphens and underscores", () => {
    expect(refusals(TestEventNameSchema, "my.Event-1_".padEnd(25, "x"))).toEqual([]);
    for (const wrong of ["", "x".repeat(26), "a b", "a/b", "é"]) {
      expect(refusals(TestEventNameSchema, wrong)).not.toEqual([]);
    }
  });

  test("is JSON of at most 6 MB, counted in bytes", () => {
    expect(refusals(TestEventJsonSchema, "null")).toEqual([]);
    expect(refusals(TestEventJsonSchema, "{a:1}")[0]).toContain("not valid JSON");
    const twoBytesEach = `"${"é".repeat(6_291_456 / 2 - 1)}"`;
    expect(refusals(TestEventJsonSchema, twoBytesEach)).toEqual([]);
    expect(refusals(TestEventJsonSchema, `${twoBytesEach} `)).toEqual([
      "The event must be smaller than 6291456 bytes.",
    ]);
  });
});

test("a destination is an ARN or empty, of at most 350 characters", () => {
  const of = (destination: string) => refusals(DestinationConfigSchema, { onFailure: { destination } });
  for (const fine of ["", "arn:aws:lambda:us-east-1:000000000000:function:a", "arn:aws:s3:::bucket"]) {
    expect(of(fine)).toEqual([]);
  }
  expect(of("nonsense")).toEqual([
    expect.stringMatching(
      /^Value 'nonsense' at 'destinationConfig\.onFailure\.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: \$\|arn:/,
    ),
  ]);
  expect(of(`arn:aws:s3:::${"a".repeat(400)}`)).toEqual([
    expect.stringContaining("Member must have length less than or equal to 350"),
  ]);
});
