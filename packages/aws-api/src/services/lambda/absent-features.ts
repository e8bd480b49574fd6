import type { CreateFunctionRequest } from "@aws-sdk/client-lambda";
import { InvalidParameterValue } from "@lambent/model";

type Members = Partial<CreateFunctionRequest>;

/** Settings that this server doesn't have: whether a request asks for something, or for what is anyway. */
const ASKS_FOR_SOMETHING: { readonly [Name in keyof Members]?: (value: NonNullable<Members[Name]>) => boolean } = {
  PublishTo: () => true,
  VpcConfig: ({ SubnetIds, SecurityGroupIds }) => hasItems(SubnetIds) || hasItems(SecurityGroupIds),
  DeadLetterConfig: ({ TargetArn }) => hasText(TargetArn),
  KMSKeyArn: hasText,
  TracingConfig: ({ Mode }) => Mode !== undefined && Mode !== "PassThrough",
  FileSystemConfigs: hasItems,
  ImageConfig: (image) =>
    Object.values(image).some((value) => (Array.isArray(value) ? hasItems(value) : hasText(value))),
  CodeSigningConfigArn: hasText,
  SnapStart: ({ ApplyOn }) => ApplyOn !== undefined && ApplyOn !== "None",
  LoggingConfig: ({ LogFormat, ApplicationLogLevel, SystemLogLevel }) =>
    (LogFormat !== undefined && LogFormat !== "Text") || hasText(ApplicationLogLevel) || hasText(SystemLogLevel),
  TenancyConfig: () => true,
  CapacityProviderConfig: () => true,
  DurableConfig: () => true,
};

function hasItems(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

function hasText(text: unknown): boolean {
  return text !== undefined && text !== "";
}

/**
 * Says of a setting that it isn't there, rather than taking it and doing nothing.
 * @throws InvalidParameterValue
 */
export function refuseAbsentFeatures(input: Members, logGroupName: string): void {
  for (const [name, asks] of Object.entries(ASKS_FOR_SOMETHING)) {
    const value = input[name as keyof Members];
    if (value !== undefined && (asks as (value: unknown) => boolean)(value)) throw absent(name);
  }
  const group = input.LoggingConfig?.LogGroup;
  if (hasText(group) && group !== logGroupName) throw absent("LoggingConfig.LogGroup");
}

const absent = (name: string) =>
  new InvalidParameterValue(`${name} isn't supported by this server yet. Leave it out, or ask for its default.`);

/** What code can come as. @throws InvalidParameterValue */
export function zipOf(code: NonNullable<Members["Code"]>): Uint8Array {
  if (hasText(code.ImageUri)) throw new InvalidParameterValue(NO_IMAGES);
  if (hasText(code.S3Bucket) || hasText(code.S3Key)) {
    throw new InvalidParameterValue("Code from S3 isn't supported by this server yet. Send the zip itself as ZipFile.");
  }
  if (hasText(code.SourceKMSKeyArn)) throw absent("SourceKMSKeyArn");
  if (code.ZipFile === undefined) {
    throw new InvalidParameterValue("Please provide a source for function code.");
  }
  return code.ZipFile;
}

export const NO_IMAGES =
  "This server runs functions from zip archives, not from container images. Use PackageType Zip with ZipFile.";
