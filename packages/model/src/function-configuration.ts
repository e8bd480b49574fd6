import type { Architecture } from "./architecture.ts";
import type { FunctionState, LastUpdateStatus, StateReasonCode } from "./function-state.ts";
import type { FunctionLayer } from "./layer.ts";
import type { NetworkAccess } from "./network-access.ts";
import type { RuntimeId } from "./runtime.ts";

/** A function's settings, code identity and state: AWS's FunctionConfiguration in our casing. */
export interface FunctionConfiguration {
  functionName: string;
  /** Unqualified for `$LATEST`, unless the caller named a qualifier; then with that. */
  functionArn: string;
  /** `$LATEST`, or digits. */
  version: string;
  runtime: RuntimeId;
  handler: string;
  architecture: Architecture;
  packageType: "Zip";
  /** ARN of the execution role. */
  role: string;
  /** Empty when none was given. */
  description: string;
  memoryMb: number;
  timeoutSeconds: number;
  ephemeralStorageMb: number;
  environmentVariables: Record<string, string>;
  networkAccess: NetworkAccess;
  /** In the order in which they are laid over each other at /opt: of files with the same path the last one wins. */
  layers: FunctionLayer[];
  /** base64 of the zip's SHA-256. */
  codeSha256: string;
  /** Bytes of the zip. */
  codeSizeBytes: number;
  logGroupName: string;
  /** ISO 8601 with milliseconds, UTC. */
  lastModified: string;
  revisionId: string;
  state: FunctionState;
  stateReason?: string;
  stateReasonCode?: StateReasonCode;
  lastUpdateStatus?: LastUpdateStatus;
  lastUpdateStatusReason?: string;
  lastUpdateStatusReasonCode?: StateReasonCode;
}

/** A row of the Functions page: no secrets, nothing that needs the code. */
export interface FunctionSummary {
  functionName: string;
  functionArn: string;
  description: string;
  packageType: "Zip";
  runtime: RuntimeId;
  architecture: Architecture;
  codeSizeBytes: number;
  memoryMb: number;
  timeoutSeconds: number;
  lastModified: string;
  tags: Record<string, string>;
}
