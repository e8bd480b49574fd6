import { expect, test } from "vitest";
import {
  AdditionalVersionWeightsSchema,
  AliasNameSchema,
  FunctionVersionSchema,
  isVersion,
  PermissionActionSchema,
  PermissionPrincipalSchema,
  ProvisionedConcurrentExecutionsSchema,
  QualifierSchema,
  RecursiveLoopSchema,
  StatementIdSchema,
  UpdateRuntimeOnSchema,
} from "./index.ts";

const messages = (result: { error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues.map(({ message }) => message);

// spec: lambda §2.2
test.each([
  ["$LATEST", true, false, true],
  ["$LATEST.PUBLISHED", true, false, false],
  ["7", true, false, true],
  ["live", true, true, false],
  ["v1", true, true, false],
  ["a b", false, false, false],
  ["live\n", false, false, false],
  ["", false, false, false],
])("%j as qualifier, alias and version", (text, isQualifier, isAlias, isAVersion) => {
  expect(QualifierSchema.safeParse(text).success).toBe(isQualifier);
  expect(AliasNameSchema.safeParse(text).success).toBe(isAlias);
  expect(FunctionVersionSchema.safeParse(text).success).toBe(isAVersion);
  expect(isVersion(text)).toBe(isAVersion);
});

// spec: lambda §1.5 has the form of the sentences, §2.2 the patterns
test("refusals are AWS's", () => {
  expect(messages(AliasNameSchema.safeParse("12"))).toEqual([
    "Value '12' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
  ]);
  expect(messages(AliasNameSchema.safeParse("a".repeat(129)))).toEqual([
    `Value '${"a".repeat(129)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 128`,
  ]);
  expect(messages(FunctionVersionSchema.safeParse(undefined))).toEqual([
    "Value null at 'functionVersion' failed to satisfy constraint: Member must not be null",
  ]);
  expect(messages(AdditionalVersionWeightsSchema.safeParse({ "2": 2 }))).toEqual([
    "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  ]);
  expect(messages(AdditionalVersionWeightsSchema.safeParse({ live: 0.5 }))?.[0]).toMatch(
    /^Value '\{live=0\.5\}' at .*: Map keys must satisfy constraint: \[/,
  );
  expect(AdditionalVersionWeightsSchema.safeParse({ "1": 0, "2": 1 }).success).toBe(true);
  expect(messages(UpdateRuntimeOnSchema.safeParse("Never"))).toEqual([
    "Value 'Never' at 'updateRuntimeOn' failed to satisfy constraint: Member must satisfy enum value set: [Auto, Manual, FunctionUpdate]",
  ]);
  expect(RecursiveLoopSchema.safeParse("Allow").success).toBe(true);
  expect(messages(ProvisionedConcurrentExecutionsSchema.safeParse(0))).toEqual([
    "Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ]);
});

test.each([
  [StatementIdSchema, ["s3", "a-b_c"], ["a b", "a.b", "", "x".repeat(101)]],
  [PermissionActionSchema, ["*", "lambda:*", "lambda:InvokeFunction"], ["s3:GetObject", "lambda:Get*", "lambda:"]],
  [PermissionPrincipalSchema, ["*", "s3.amazonaws.com"], ["a b", ""]],
] as const)("a permission's members take what AWS's patterns take", (schema, taken, refused) => {
  for (const text of taken) expect(schema.safeParse(text).success, text).toBe(true);
  for (const text of refused) expect(schema.safeParse(text).success, text).toBe(false);
});
