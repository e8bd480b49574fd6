import type { Cors, FunctionUrlConfig as FunctionUrlConfigOutput } from "@aws-sdk/client-lambda";
import type { RequestContext } from "@lambent/access";
import { getFunctionUrlConfig, type Ports } from "@lambent/lambda";
import {
  FunctionUrlAuthTypeSchema,
  type FunctionUrlConfig,
  type FunctionUrlCors,
  FunctionUrlCorsSchema,
  FunctionUrlInvokeModeSchema,
  FunctionUrlQualifierSchema,
  ResourceNotFound,
  type Scope,
} from "@lambent/model";
import { type FunctionMembers, isOwn, referenceConstraints, requestedFunction } from "./function-reference.ts";
import { constraintsOf } from "./member-constraints.ts";
import { timestamp } from "./timestamp.ts";

interface FunctionUrlMembers extends FunctionMembers {
  AuthType?: string | undefined;
  Cors?: Cors | undefined;
  InvokeMode?: string | undefined;
}

export function functionUrlConstraints(input: FunctionUrlMembers): string[] {
  return [
    ...referenceConstraints({ FunctionName: input.FunctionName }),
    ...constraintsOf(FunctionUrlQualifierSchema, input.Qualifier),
    ...constraintsOf(FunctionUrlAuthTypeSchema, input.AuthType),
    ...constraintsOf(FunctionUrlCorsSchema, corsOf(input.Cors)),
    ...constraintsOf(FunctionUrlInvokeModeSchema, input.InvokeMode),
  ];
}

/** The function or the alias that a request is about. */
export function requestedUrlOwner(input: FunctionMembers, scope: Scope): { functionName: string; qualifier?: string } {
  const { functionName, qualifier } = requestedFunction(input, scope);
  return { functionName, ...(qualifier !== undefined && { qualifier }) };
}

/** Condition keys of the URL that is there. */
export async function functionUrlContext(ports: Ports, input: FunctionMembers, scope: Scope): Promise<RequestContext> {
  const owner = requestedFunction(input, scope);
  if (!isOwn(owner, scope)) return {};
  try {
    return { "lambda:FunctionUrlAuthType": (await getFunctionUrlConfig(ports, owner)).authType };
  } catch (error) {
    if (error instanceof ResourceNotFound) return {};
    throw error;
  }
}

export function corsOf(cors: Cors | undefined): FunctionUrlCors | undefined {
  return (
    cors && {
      allowCredentials: cors.AllowCredentials,
      allowHeaders: cors.AllowHeaders,
      allowMethods: cors.AllowMethods,
      allowOrigins: cors.AllowOrigins,
      exposeHeaders: cors.ExposeHeaders,
      maxAgeSeconds: cors.MaxAge,
    }
  );
}

export function functionUrlOutput(config: FunctionUrlConfig): FunctionUrlConfigOutput {
  const { cors } = config;
  return {
    FunctionUrl: config.functionUrl,
    FunctionArn: config.functionArn,
    AuthType: config.authType,
    Cors: cors && {
      AllowCredentials: cors.allowCredentials,
      AllowHeaders: cors.allowHeaders,
      AllowMethods: cors.allowMethods,
      AllowOrigins: cors.allowOrigins,
      ExposeHeaders: cors.exposeHeaders,
      MaxAge: cors.maxAgeSeconds,
    },
    CreationTime: timestamp(config.creationTime),
    LastModifiedTime: timestamp(config.lastModifiedTime),
    InvokeMode: config.invokeMode,
  };
}
