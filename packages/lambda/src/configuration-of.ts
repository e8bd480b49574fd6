import { CREATING_REASON, type FunctionConfiguration } from "@lambent/model";
import type { FunctionRecord } from "@lambent/store";

/**
 * The part of a record that callers see. Written out, so that a new column of the store is never shown by accident.
 * @param functionArn as the caller named the function, when that was by a qualifier.
 */
export function configurationOf(record: FunctionRecord, functionArn = record.functionArn): FunctionConfiguration {
  return {
    functionName: record.functionName,
    functionArn,
    version: record.version,
    runtime: record.runtime,
    handler: record.handler,
    architecture: record.architecture,
    packageType: record.packageType,
    role: record.role,
    description: record.description,
    memoryMb: record.memoryMb,
    timeoutSeconds: record.timeoutSeconds,
    ephemeralStorageMb: record.ephemeralStorageMb,
    environmentVariables: record.environmentVariables,
    networkAccess: record.networkAccess,
    layers: record.layers.map(({ arn, codeSizeBytes }) => ({ arn, codeSizeBytes })),
    codeSha256: record.codeSha256,
    codeSizeBytes: record.codeSizeBytes,
    logGroupName: record.logGroupName,
    lastModified: record.lastModified,
    revisionId: record.revisionId,
    state: record.state,
    ...(record.stateReason !== undefined && { stateReason: record.stateReason }),
    ...(record.state === "Pending" && { stateReasonCode: "Creating" }),
    ...(record.state === "Failed" && { stateReasonCode: "InternalError" }),
    ...(record.lastUpdateStatus !== undefined && { lastUpdateStatus: record.lastUpdateStatus }),
    ...(record.lastUpdateStatus === "InProgress" && {
      lastUpdateStatusReason: CREATING_REASON,
      lastUpdateStatusReasonCode: "Creating",
    }),
  };
}
