import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AliasNameSchema,
  CodePathSchema,
  codePathProblem,
  DescriptionSchema,
  ENVIRONMENT_LIMIT_BYTES,
  EnvironmentVariablesSchema,
  environmentSizeBytes,
  environmentVariableIssues,
  FUNCTION_NAME_PATTERN,
  FunctionNameSchema,
  FunctionVersionSchema,
  functionArn,
  functionReferenceConstraints,
  HandlerSchema,
  parseDotEnv,
  parseFunctionReference,
  permissionStatement,
  QualifierSchema,
  RESERVED_ENVIRONMENT_KEYS,
  TagsSchema,
  TestEventJsonSchema,
  TestEventNameSchema,
} from "./index.ts";

const letters = (alphabet: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });
const NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
const functionName = letters(NAME, 64);
const qualifier = fc.oneof(fc.constant("$LATEST"), letters(NAME, 20), letters("0123456789", 5));
const scope = fc.record({
  accountId: fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 12, maxLength: 12 }),
  region: fc.constantFrom("us-east-1", "eu-central-2", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1"),
});
/** Anything, and things that look almost right. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "arn:aws:lambda:",
        "us-east-1:",
        "123456789012:",
        "function:",
        "fn",
        ":",
        "$LATEST",
        "..",
        "/",
        ".",
        "\n",
        " ",
        "\0",
        "a",
        "handler",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

describe("function references", () => {
  test("what functionArn writes is read back, and so is each shorter form", () => {
    fc.assert(
      fc.property(scope, functionName, fc.option(qualifier, { nil: undefined }), (where, name, version) => {
        const expected = { functionName: name, ...(version !== undefined && { qualifier: version }) };
        const tail = version === undefined ? name : `${name}:${version}`;
        expect(parseFunctionReference(functionArn(where, name, version))).toEqual({ ...expected, ...where });
        expect(parseFunctionReference(`${where.accountId}:function:${tail}`)).toEqual({
          ...expected,
          accountId: where.accountId,
        });
        if (name !== "function" || version === undefined) expect(parseFunctionReference(tail)).toEqual(expected);
      }),
    );
  });

  test("any other text is refused, or names a function that could exist", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reference = parseFunctionReference(text);
        if (reference === null) return;
        expect(reference.functionName).toMatch(FUNCTION_NAME_PATTERN);
        expect(reference.qualifier ?? "$LATEST").toMatch(/^(\$LATEST|[a-zA-Z0-9-_]+)$/);
        expect(text).toContain(reference.functionName);
        expect(text).not.toMatch(/[\s\0./]/);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a name is taken exactly when it has 1 to 64 of the characters, and refused in AWS's words", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, functionName, letters(NAME, 80)), (text) => {
        const { success, error } = FunctionNameSchema.safeParse(text);
        expect(success).toBe(/^[a-zA-Z0-9_-]{1,64}$/.test(text) && !text.endsWith("\n"));
        for (const { message } of error?.issues ?? []) {
          expect(message).toMatch(/^Value '.*' at 'functionName' failed to satisfy constraint: Member must /s);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test("a handler that is taken can't name a path outside of the package", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (!HandlerSchema.safeParse(text).success) return;
      expect(text).not.toMatch(/^\/|(^|\/)\.\.(\/|$)|\s/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
      expect(text).not.toMatch(/[\u0000-\u001f]/);
      expect(text.includes(":") || new URL(text, "file:///var/task/").pathname.startsWith("/var/task/")).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("environment variables that are taken have honest names, carry no NUL and fit; the form agrees", () => {
  const key = fc.oneof(
    anyText,
    fc.constantFrom(
      ...RESERVED_ENVIRONMENT_KEYS,
      "__proto__",
      "constructor",
      "toString",
      "LD_PRELOAD",
      "NODE_OPTIONS",
      "A=B",
      "AB",
    ),
    letters(NAME, 6),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, fc.oneof(anyText, fc.constant("x".repeat(2_500)))), { maxLength: 4 }),
      (pairs) => {
        // As they come out of JSON, where `__proto__` is a key like any other; zod leaves that one out.
        const given: Record<string, string> = JSON.parse(
          `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`,
        );
        const variables = Object.fromEntries(Object.entries(given).filter(([name]) => name !== "__proto__"));
        const { success, data } = EnvironmentVariablesSchema.safeParse(given);
        const rows = Object.entries(variables).map(([name, value]) => ({ key: name, value }));
        expect(environmentVariableIssues(rows).length === 0).toBe(success);
        if (!success) return;
        expect(data).toEqual(variables);
        expect(Object.keys(data)).toHaveLength(rows.length);
        for (const [name, value] of Object.entries(data)) {
          expect(name).toMatch(/^[a-zA-Z][a-zA-Z0-9_]+$/);
          expect(RESERVED_ENVIRONMENT_KEYS).not.toContain(name);
          expect(value).not.toContain("\0");
        }
        expect(environmentSizeBytes(data)).toBeLessThanOrEqual(ENVIRONMENT_LIMIT_BYTES);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a code path that is taken stays below the package when it is joined", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (codePathProblem(text) !== null) return;
      const names = text.split("/");
      for (const name of names) expect(["", ".", ".."]).not.toContain(name);
      expect(text).not.toMatch(/[\0\\]/);
    }),
    { numRuns: 2_000 },
  );
});

/** A pattern that goes back over its input again and again would take minutes or for ever: then the run itself doesn't end. */
describe("a text of 100 kB is read in one go", () => {
  const SIZE = 100_000;
  const UNITS = [
    "a",
    " ",
    "\t",
    "\n",
    ":",
    "-",
    ".",
    "/",
    "../",
    "a/",
    "a=",
    '"',
    "#",
    " #",
    "=",
    "\\",
    "\0",
    "é",
    "\ud800",
    "0",
    "arn:aws-",
  ];
  const ENDS = ["", "!", " ", "\n", ":", '"', "#"];
  const read: Record<string, (text: string) => unknown> = {
    "a function reference": parseFunctionReference,
    "a reference with a long partition": (text) =>
      parseFunctionReference(`arn:aws${text}:lambda:us-east-1:123456789012:function:x`),
    "a function reference of each form": (text) => [
      functionReferenceConstraints(text, "create"),
      functionReferenceConstraints(`arn:aws${text}:lambda:us-east-1:123456789012:function:x`),
    ],
    "a qualifier": (text) => [QualifierSchema.safeParse(text), AliasNameSchema.safeParse(text)],
    "a version": (text) => FunctionVersionSchema.safeParse(text),
    "a principal": (text) => permissionStatement({ statementId: "a", action: "*", principal: text }, "arn"),
    "a function name": (text) => FunctionNameSchema.safeParse(text),
    "a handler": (text) => HandlerSchema.safeParse(text),
    "a code path": (text) => CodePathSchema.safeParse(text),
    "a description": (text) => DescriptionSchema.safeParse(text),
    "a tag": (text) => TagsSchema.safeParse({ [text]: text }),
    "an environment variable": (text) => EnvironmentVariablesSchema.safeParse({ [text]: text }),
    "a .env file": parseDotEnv,
    "a value in a .env file": (text) => parseDotEnv(`KEY=${text}`),
    "a test event's name": (text) => TestEventNameSchema.safeParse(text),
    "a test event": (text) => TestEventJsonSchema.safeParse(text),
  };
  test.each(Object.keys(read))("%s", (what) => {
    for (const unit of UNITS) {
      for (const end of ENDS) expect(() => read[what]!(unit.repeat(SIZE / unit.length) + end)).not.toThrow();
    }
  });
});
