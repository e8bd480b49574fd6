import {
  type FunctionUrlConfig,
  type FunctionUrlCors,
  type FunctionUrlEndpoint,
  functionArn,
  functionUrl,
} from "@lambent/model";
import type { FunctionUrlRecord } from "@lambent/store";

/** The qualifier under which the URL of the function itself is kept. */
const UNQUALIFIED = "$LATEST";

export function keptQualifier(alias: string | undefined): string {
  return alias ?? UNQUALIFIED;
}

/** What is kept of CORS settings: those without a member mean none. Seen on AWS, and how Terraform takes them away. */
export function keptCors(cors: FunctionUrlCors): FunctionUrlCors | null {
  return Object.values(cors).some((member) => member !== undefined) ? cors : null;
}

/** The part of a record that callers see. */
export function functionUrlConfigOf(endpoint: FunctionUrlEndpoint, record: FunctionUrlRecord): FunctionUrlConfig {
  const { scope, functionName, qualifier } = record;
  return {
    functionUrl: functionUrl(endpoint, scope, record.urlId),
    functionArn: functionArn(scope, functionName, qualifier === UNQUALIFIED ? undefined : qualifier),
    authType: record.authType,
    ...(record.cors !== undefined && { cors: record.cors }),
    invokeMode: record.invokeMode,
    creationTime: record.creationTime,
    lastModifiedTime: record.lastModifiedTime,
  };
}
