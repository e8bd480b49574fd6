import { z } from "zod";
import { ARCHITECTURES } from "./architecture.ts";
import { DescriptionSchema } from "./description.ts";
import {
  AWS_RUNTIME_IDS,
  COMPATIBLE_ARCHITECTURES_MAX,
  COMPATIBLE_RUNTIMES_MAX,
  LAYER_NAME_MAX_LENGTH,
  LICENSE_INFO_MAX_LENGTH,
  parseLayerReference,
} from "./layer.ts";
import { memberList, memberText } from "./member-text.ts";
import { MEMBER } from "./validation-message.ts";

/** As AWS prints it in error messages. @see spec: lambda §2.2 */
const LAYER_NAME_PATTERN_TEXT = "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+";
const LAYER_VERSION_ARN_PATTERN_TEXT =
  "(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)";
const LAYER_VERSION_ARN_PATTERN = new RegExp(`^(?:${LAYER_VERSION_ARN_PATTERN_TEXT})$`);
const LAYER_VERSION_ARN_MAX_LENGTH = 2048;

/** A layer's name of up to 140 letters, digits, hyphens and underscores, or its ARN, which has to fit in as well. */
export const LayerNameSchema = memberText("layerName", (name) => {
  if (name.length === 0) return MEMBER.minLength(1);
  if (name.length > LAYER_NAME_MAX_LENGTH) return MEMBER.maxLength(LAYER_NAME_MAX_LENGTH);
  return parseLayerReference(name) === null ? MEMBER.pattern(LAYER_NAME_PATTERN_TEXT) : null;
});

/** GetLayerVersionByArn's `arn`. */
export const LayerVersionArnSchema = memberText("arn", (arn) =>
  LAYER_VERSION_ARN_PATTERN.test(arn) ? null : MEMBER.pattern(LAYER_VERSION_ARN_PATTERN_TEXT),
);

/** A function's `layers`: ARNs of layer versions. How many there may be, AWS judges later; see the use cases. */
export const LayerVersionArnsSchema = z.array(z.string()).superRefine((arns, context) => {
  if (arns.every((arn) => arn.length <= LAYER_VERSION_ARN_MAX_LENGTH && LAYER_VERSION_ARN_PATTERN.test(arn))) return;
  const member = [
    MEMBER.maxLength(LAYER_VERSION_ARN_MAX_LENGTH),
    MEMBER.minLength(1),
    MEMBER.pattern(LAYER_VERSION_ARN_PATTERN_TEXT),
    MEMBER.notNull,
  ].join(", ");
  context.addIssue({
    code: "custom",
    input: arns,
    message: `Value '[${arns.join(", ")}]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: [${member}]`,
  });
});

export const CompatibleRuntimeSchema = memberText("compatibleRuntime", (runtime) =>
  AWS_RUNTIME_IDS.includes(runtime) ? null : MEMBER.oneOf(AWS_RUNTIME_IDS),
);
export const CompatibleRuntimesSchema = memberList("compatibleRuntimes", COMPATIBLE_RUNTIMES_MAX, (runtimes) =>
  runtimes.every((runtime) => AWS_RUNTIME_IDS.includes(runtime)) ? null : [MEMBER.oneOf(AWS_RUNTIME_IDS)],
);

export const CompatibleArchitectureSchema = z.enum(ARCHITECTURES, {
  error: ({ input }) =>
    `Value '${String(input)}' at 'compatibleArchitecture' failed to satisfy constraint: ${MEMBER.oneOf(ARCHITECTURES)}`,
});
export const CompatibleArchitecturesSchema = memberList(
  "compatibleArchitectures",
  COMPATIBLE_ARCHITECTURES_MAX,
  (architectures) =>
    architectures.every((architecture) => (ARCHITECTURES as readonly string[]).includes(architecture))
      ? null
      : [MEMBER.oneOf(ARCHITECTURES)],
).pipe(z.array(z.enum(ARCHITECTURES)));

export const LicenseInfoSchema = memberText("licenseInfo", (text) =>
  text.length > LICENSE_INFO_MAX_LENGTH ? MEMBER.maxLength(LICENSE_INFO_MAX_LENGTH) : null,
);

/** PublishLayerVersion without its content. */
export const PublishLayerVersionSchema = z.object({
  layerName: LayerNameSchema,
  description: DescriptionSchema.optional(),
  compatibleRuntimes: CompatibleRuntimesSchema.optional(),
  compatibleArchitectures: CompatibleArchitecturesSchema.optional(),
  licenseInfo: LicenseInfoSchema.optional(),
});
