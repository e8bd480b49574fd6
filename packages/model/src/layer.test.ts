import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  AWS_RUNTIME_IDS,
  CompatibleArchitectureSchema,
  LayerNameSchema,
  LayerVersionArnSchema,
  LayerVersionArnsSchema,
  LayerVersionPermissionSchema,
  layerPolicyStatement,
  layerVersionArn,
  PublishLayerVersionSchema,
  parseLayerReference,
  parseLayerVersionArn,
  RUNTIME_IDS,
  sharesLayerWith,
} from "./index.ts";

const SCOPE = { accountId: "123456789012", region: "us-east-1" };
const ARN = "arn:aws:lambda:us-east-1:123456789012:layer:my-layer";

function refusals(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.message);
}

describe("a layer's name", () => {
  test("is read alone and as an ARN", () => {
    expect(parseLayerReference("my-layer")).toEqual({ layerName: "my-layer" });
    expect(parseLayerReference(ARN)).toEqual({ layerName: "my-layer", scope: SCOPE });
    expect(parseLayerVersionArn(layerVersionArn(SCOPE, "my-layer", 12))).toEqual({
      layerName: "my-layer",
      scope: SCOPE,
      version: 12,
    });
  });

  test.each(["", "a b", "a:1", `${ARN}:1`, "arn:aws:lambda:us-east-1:1:layer:x", "a\n", "../x"])("isn't %j", (text) => {
    expect(parseLayerReference(text)).toBeNull();
    expect(refusals(LayerNameSchema, text)).toHaveLength(1);
  });

  test.each(["my-layer:1", ARN, `${ARN}:`, `${ARN}:x`, "arn:aws:lambda:::awslayer:AmazonLinux1803"])(
    "with a version isn't %j",
    (text) => {
      expect(parseLayerVersionArn(text)).toBeNull();
    },
  );

  test("has 1 to 140 characters, refused in AWS's words (spec §2.2)", () => {
    expect(refusals(LayerNameSchema, "x".repeat(140))).toEqual([]);
    expect(refusals(LayerNameSchema, "x".repeat(141))[0]).toContain("length less than or equal to 140");
    expect(refusals(LayerNameSchema, undefined)).toEqual([
      "Value null at 'layerName' failed to satisfy constraint: Member must not be null",
    ]);
    expect(refusals(LayerNameSchema, "a b")).toEqual([
      "Value 'a b' at 'layerName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+",
    ]);
  });
});

describe("ARNs of layer versions", () => {
  const PATTERN =
    "(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)";

  test("are taken, AWS's own layers too", () => {
    const arns = [`${ARN}:1`, "arn:aws-cn:lambda:cn-north-1:123456789012:layer:a_b:22", "arn:aws:lambda:::awslayer:x"];
    expect(refusals(LayerVersionArnsSchema, arns)).toEqual([]);
    expect(refusals(LayerVersionArnSchema, arns[0])).toEqual([]);
  });

  test("that are none are refused in AWS's words (spec §1.5, lists)", () => {
    expect(refusals(LayerVersionArnSchema, ARN)).toEqual([
      `Value '${ARN}' at 'arn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN}`,
    ]);
    expect(refusals(LayerVersionArnsSchema, [`${ARN}:1`, "x"])).toEqual([
      `Value '[${ARN}:1, x]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ${PATTERN}, Member must not be null]`,
    ]);
  });
});

describe("what a publisher says", () => {
  const publish = (given: object) => refusals(PublishLayerVersionSchema, { layerName: "a", ...given });

  test("may name any runtime of AWS, ours among them, up to 15", () => {
    expect(RUNTIME_IDS.filter((id) => !AWS_RUNTIME_IDS.includes(id))).toEqual([]);
    expect(publish({ compatibleRuntimes: AWS_RUNTIME_IDS.slice(0, 15) })).toEqual([]);
    expect(publish({ compatibleRuntimes: AWS_RUNTIME_IDS.slice(0, 16) })[0]).toMatch(
      /at 'compatibleRuntimes' failed to satisfy constraint: Member must have length less than or equal to 15$/,
    );
    expect(publish({ compatibleRuntimes: ["cobol85"] })[0]).toMatch(
      /^Value '\[cobol85\]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy constraint: \[Member must satisfy enum value set: \[nodejs, .*\], Member must not be null\]$/,
    );
  });

  test("may name both architectures", () => {
    expect(publish({ compatibleArchitectures: ["x86_64", "arm64"] })).toEqual([]);
    expect(publish({ compatibleArchitectures: ["mips"] })).toEqual([
      "Value '[mips]' at 'compatibleArchitectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    ]);
    expect(refusals(CompatibleArchitectureSchema, "mips")).toEqual([
      "Value 'mips' at 'compatibleArchitecture' failed to satisfy constraint: Member must satisfy enum value set: [x86_64, arm64]",
    ]);
  });

  test("has bounds of its own", () => {
    expect(publish({ licenseInfo: "x".repeat(512), description: "d".repeat(256) })).toEqual([]);
    expect(publish({ licenseInfo: "x".repeat(513) })[0]).toContain("length less than or equal to 512");
    expect(publish({ description: "d".repeat(257) })[0]).toContain("length less than or equal to 256");
  });
});

describe("a permission (spec §11.2)", () => {
  const permission = { statementId: "s", action: "lambda:GetLayerVersion", principal: "*" };

  test.each([
    {},
    { principal: "123456789012" },
    { principal: "arn:aws:iam::123456789012:root" },
    { organizationId: "o-t194hfs8cz" },
    { statementId: "x".repeat(100) },
  ])("%j is taken", (given) => {
    expect(refusals(LayerVersionPermissionSchema, { ...permission, ...given })).toEqual([]);
  });

  test.each([
    [{ action: "lambda:InvokeFunction" }, "lambda:GetLayerVersion"],
    [{ principal: "arn:aws:iam::123456789012:user/x" }, "\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root"],
    [{ principal: "s3.amazonaws.com" }, "\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root"],
    [{ organizationId: "o-x" }, "o-[a-z0-9]{10,32}"],
    [{ statementId: "a b" }, "([a-zA-Z0-9-_]+)"],
  ])("%j is refused by its pattern", (given, pattern) => {
    expect(refusals(LayerVersionPermissionSchema, { ...permission, ...given })).toEqual([
      expect.stringContaining(
        `failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
      ),
    ]);
  });

  test("lets in whom it names", () => {
    const shared = (given: object) => sharesLayerWith("123456789012", [{ statementId: "s", principal: "*", ...given }]);
    expect([shared({}), shared({ principal: "123456789012" })]).toEqual([true, true]);
    expect(shared({ principal: "arn:aws:iam::123456789012:root" })).toBe(true);
    expect(shared({ principal: "arn:aws:iam::1234567890123:root" })).toBe(false);
    expect([shared({ principal: "210987654321" }), shared({ organizationId: "o-t194hfs8cz" })]).toEqual([false, false]);
    expect(sharesLayerWith("123456789012", [])).toBe(false);
  });

  test("names a root as it was given", () => {
    const principal = "arn:aws-cn:iam::123456789012:root";
    expect(layerPolicyStatement(`${ARN}:1`, { statementId: "s", principal }).Principal).toEqual({ AWS: principal });
  });
});
