import type { Architecture } from "./architecture.ts";
import type { Scope } from "./scope.ts";

/** Layers that one function may use. @see spec: lambda §3 */
export const FUNCTION_LAYERS_MAX = 5;
export const LAYER_NAME_MAX_LENGTH = 140;
export const LICENSE_INFO_MAX_LENGTH = 512;
export const COMPATIBLE_RUNTIMES_MAX = 15;
export const COMPATIBLE_ARCHITECTURES_MAX = 2;

/** The part of a layer's version that a function's configuration shows. */
export interface FunctionLayer {
  /** ARN of the layer version. */
  arn: string;
  /** Bytes of the layer's zip. */
  codeSizeBytes: number;
}

/** One published version of a layer: AWS's GetLayerVersion in our casing. Nothing of it ever changes. */
export interface LayerVersion {
  layerArn: string;
  layerVersionArn: string;
  /** From 1; never given again, also after the version was deleted. */
  version: number;
  /** Empty when none was given. */
  description: string;
  /** ISO 8601 with milliseconds, UTC. */
  createdDate: string;
  /** AWS's runtime identifiers; advice for people, nothing is held to it. Empty when none was given. */
  compatibleRuntimes: string[];
  /** Empty when none was given. */
  compatibleArchitectures: Architecture[];
  licenseInfo?: string;
  content: {
    /** base64 of the zip's SHA-256. */
    codeSha256: string;
    /** Bytes of the zip. */
    codeSizeBytes: number;
  };
}

/** What lists show of a layer version. */
export type LayerVersionSummary = Omit<LayerVersion, "content" | "layerArn">;

export interface LayerSummary {
  layerName: string;
  layerArn: string;
  /** The newest version that the list's filter lets through. */
  latestMatchingVersion: LayerVersionSummary;
}

export function layerArn({ region, accountId }: Scope, layerName: string): string {
  return `arn:aws:lambda:${region}:${accountId}:layer:${layerName}`;
}

export function layerVersionArn(scope: Scope, layerName: string, version: number): string {
  return `${layerArn(scope, layerName)}:${version}`;
}

export interface LayerReference {
  layerName: string;
  /** Present when the reference was an ARN. */
  scope?: Scope;
}

const REFERENCE =
  /^(?:arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-zA-Z0-9-]+):(?<accountId>\d{12}):layer:)?(?<layerName>[a-zA-Z0-9-_]+)$/;

/** Reads a layer's name or ARN. @returns null when the text is neither. */
export function parseLayerReference(text: string): LayerReference | null {
  const { region, accountId, layerName } = REFERENCE.exec(text)?.groups ?? {};
  if (layerName === undefined) return null;
  return { layerName, ...(region !== undefined && accountId !== undefined && { scope: { accountId, region } }) };
}

export interface LayerVersionReference {
  scope: Scope;
  layerName: string;
  version: number;
}

const VERSION_REFERENCE = /^(?<layer>.+):(?<version>\d{1,15})$/;

/** Reads the ARN of a layer version. @returns null when the text is none, as AWS's own layers (`awslayer`) are. */
export function parseLayerVersionArn(text: string): LayerVersionReference | null {
  const { layer, version } = VERSION_REFERENCE.exec(text)?.groups ?? {};
  const reference = layer === undefined ? null : parseLayerReference(layer);
  if (reference?.scope === undefined) return null;
  return { scope: reference.scope, layerName: reference.layerName, version: Number(version) };
}

/** All runtimes that AWS has ever had: a layer may say that it is for one that can't run here. @see AWS's service model, Runtime */
export const AWS_RUNTIME_IDS: readonly string[] =
  `nodejs nodejs4.3 nodejs6.10 nodejs8.10 nodejs10.x nodejs12.x nodejs14.x nodejs16.x nodejs18.x nodejs20.x nodejs22.x
  nodejs24.x nodejs26.x nodejs4.3-edge java8 java8.al2 java8.al2023 java11 java11.al2023 java17 java17.al2023 java21 java25
  python2.7 python3.6 python3.7 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 python3.15
  dotnetcore1.0 dotnetcore2.0 dotnetcore2.1 dotnetcore3.1 dotnet6 dotnet8 dotnet10 go1.x
  ruby2.5 ruby2.7 ruby3.2 ruby3.3 ruby3.4 ruby4.0 provided provided.al2 provided.al2023`.split(/\s+/);
