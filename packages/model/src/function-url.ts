import type { Scope } from "./scope.ts";

/** `NONE` lets everybody in whom the function's resource policy lets in; `AWS_IAM` takes signed requests alone. */
export const FUNCTION_URL_AUTH_TYPES = ["NONE", "AWS_IAM"] as const;
export type FunctionUrlAuthType = (typeof FUNCTION_URL_AUTH_TYPES)[number];

/** `BUFFERED` answers when the function is done, up to 6 MB; `RESPONSE_STREAM` while it writes. In AWS's order. */
export const FUNCTION_URL_INVOKE_MODES = ["RESPONSE_STREAM", "BUFFERED"] as const;
export type FunctionUrlInvokeMode = (typeof FUNCTION_URL_INVOKE_MODES)[number];
export const DEFAULT_FUNCTION_URL_INVOKE_MODE: FunctionUrlInvokeMode = "BUFFERED";

/** What browsers may do from other origins. Absent members are sent to no browser. */
export interface FunctionUrlCors {
  /** Cookies and other credentials may come along; false when omitted. */
  allowCredentials?: boolean;
  allowHeaders?: string[];
  /** Names of methods, or `*`. */
  allowMethods?: string[];
  /** Origins such as `https://www.example.com`, or `*`. */
  allowOrigins?: string[];
  exposeHeaders?: string[];
  /** How long browsers may keep the answer to a preflight, in seconds. */
  maxAgeSeconds?: number;
}

/** AWS's FunctionUrlConfig in our casing. */
export interface FunctionUrlConfig {
  /** With a final `/`. */
  functionUrl: string;
  /** Qualified by the alias, if the URL is an alias's. */
  functionArn: string;
  authType: FunctionUrlAuthType;
  cors?: FunctionUrlCors;
  invokeMode: FunctionUrlInvokeMode;
  /** ISO 8601 with milliseconds, UTC. */
  creationTime: string;
  lastModifiedTime: string;
}

/** Where this server answers function URLs. */
export interface FunctionUrlEndpoint {
  protocol: "http" | "https";
  /** What follows the Region, with the port: `localhost:4566`. On AWS `on.aws`. */
  domain: string;
}

/** The AWS endpoint's port, the one that tools for a local AWS expect; browsers and curl resolve names below localhost. */
export const DEFAULT_FUNCTION_URL_ENDPOINT: FunctionUrlEndpoint = { protocol: "http", domain: "localhost:4566" };

/** 32 lower-case letters and digits. */
export const FUNCTION_URL_ID_PATTERN = /^[a-z0-9]{32}$/;

export function functionUrlHost(
  { domain }: FunctionUrlEndpoint,
  { region }: Pick<Scope, "region">,
  urlId: string,
): string {
  return `${urlId}.lambda-url.${region}.${domain}`;
}

export function functionUrl(endpoint: FunctionUrlEndpoint, scope: Pick<Scope, "region">, urlId: string): string {
  return `${endpoint.protocol}://${functionUrlHost(endpoint, scope, urlId)}/`;
}
