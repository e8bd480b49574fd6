import { Architecture as Architectures, type CreateFunctionRequest, PackageType } from "@aws-sdk/client-lambda";
import type { RequestContext } from "@lambent/access";
import {
  type Architecture,
  constraintMessage,
  DescriptionSchema,
  EnvironmentVariablesSchema,
  EphemeralStorageMbSchema,
  HandlerSchema,
  InvalidParameterValue,
  LAMBDA_SERVICE_PRINCIPAL,
  layerVersionArn,
  MEMBER,
  MemoryMbSchema,
  parseLayerVersionArn,
  RUNTIME_IDS,
  type RuntimeId,
  RuntimeSchema,
  TimeoutSecondsSchema,
} from "@lambent/model";
import type { FurtherPermission } from "../../operation.ts";
import { constraintsOf, enumConstraints, enumListConstraints, requireParameter } from "./member-constraints.ts";

/** What CreateFunction and UpdateFunctionConfiguration have in common. */
type SettingMembers = Partial<
  Pick<
    CreateFunctionRequest,
    | "Description"
    | "Environment"
    | "EphemeralStorage"
    | "Handler"
    | "Layers"
    | "MemorySize"
    | "Role"
    | "Runtime"
    | "Timeout"
  >
>;

const ROLE_PATTERN_TEXT = "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
const ROLE_PATTERN = new RegExp(`^(?:${ROLE_PATTERN_TEXT})$`);

export function settingConstraints(input: SettingMembers): string[] {
  const { Role } = input;
  return [
    ...(Role === undefined || ROLE_PATTERN.test(Role)
      ? []
      : [constraintMessage(Role, "role", MEMBER.pattern(ROLE_PATTERN_TEXT))]),
    ...constraintsOf(HandlerSchema, input.Handler),
    ...constraintsOf(DescriptionSchema, input.Description),
    ...constraintsOf(TimeoutSecondsSchema, input.Timeout),
    ...constraintsOf(MemoryMbSchema, input.MemorySize),
    ...constraintsOf(EphemeralStorageMbSchema, input.EphemeralStorage?.Size),
    ...constraintsOf(EnvironmentVariablesSchema, input.Environment?.Variables),
  ];
}

/**
 * Who names a role hands it on to Lambda, also when the function has it already; who names layers reads them.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-function.html
 */
export function settingPermissions({ Role, Layers = [] }: SettingMembers): FurtherPermission[] {
  const layers = Layers.map((arn) => ({ action: "lambda:GetLayerVersion" as const, resource: layerResource(arn) }));
  if (Role === undefined) return layers;
  const context = { "iam:PassedToService": LAMBDA_SERVICE_PRINCIPAL };
  return [{ action: "iam:PassRole", resource: Role, context }, ...layers];
}

/** Condition keys. Those of a VPC are never there: no function is in one. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
export const settingContext = ({ Layers }: SettingMembers): RequestContext => ({
  "lambda:Layer": Layers === undefined || Layers.length === 0 ? undefined : Layers.map(layerResource),
});

/** As it is kept: an ARN is found whatever partition it names, and a policy compares texts. */
function layerResource(arn: string): string {
  const reference = parseLayerVersionArn(arn);
  return reference === null ? arn : layerVersionArn(reference.scope, reference.layerName, reference.version);
}

export const architectureConstraints = (list: readonly string[] | undefined) =>
  enumListConstraints("architectures", list, Architectures);
export const packageTypeConstraints = (value: string | undefined) => enumConstraints("packageType", value, PackageType);

/** In the domain's terms; what is absent stays absent. @throws InvalidParameterValue */
export function settingsOf(input: SettingMembers) {
  requireParameter(HandlerSchema, input.Handler);
  requireParameter(EnvironmentVariablesSchema, input.Environment?.Variables);
  return {
    description: input.Description,
    environmentVariables: input.Environment?.Variables,
    ephemeralStorageMb: input.EphemeralStorage?.Size,
    handler: input.Handler,
    layers: input.Layers,
    memoryMb: input.MemorySize,
    role: input.Role,
    runtime: input.Runtime === undefined ? undefined : runtimeOf(input.Runtime),
    timeoutSeconds: input.Timeout,
  };
}

function runtimeOf(text: string): RuntimeId {
  if ((RUNTIME_IDS as readonly string[]).includes(text)) return text as RuntimeId;
  throw new InvalidParameterValue(RuntimeSchema.safeParse(text).error?.issues[0]?.message ?? text);
}

/** @throws InvalidParameterValue unless it is exactly one. */
export function architectureOf(list: readonly string[] | undefined): Architecture | undefined {
  if (list === undefined || list.length === 0) return undefined;
  if (list.length > 1) throw new InvalidParameterValue("Architectures must hold exactly one architecture.");
  return list[0] as Architecture;
}
