import { functionArn, type Scope } from "@lambent/model";
import { seal, unseal } from "../encryption/seal.ts";
import type { FunctionVersion as VersionRow } from "../generated/client.ts";
import type { FunctionRecord } from "../store.ts";

/** Sealed variables open only in the version that they belong to. */
const sealingPlace = (scope: Scope, functionName: string, version: number) =>
  `${functionArn(scope, functionName, String(version))}/environment-variables`;

/**
 * What a version keeps of a record. Named is what it does not keep, so that a new setting is part of versions at once:
 * what is the function's own, and what has a column.
 */
function settingsOf(record: FunctionRecord) {
  const {
    scope: _scope,
    functionName: _functionName,
    functionArn: _functionArn,
    version: _version,
    tags: _tags,
    reservedConcurrentExecutions: _reservedConcurrentExecutions,
    environmentVariables: _environmentVariables,
    description: _description,
    codeSha256: _codeSha256,
    lastModified: _lastModified,
    revisionId: _revisionId,
    state: _state,
    stateReason: _stateReason,
    lastUpdateStatus: _lastUpdateStatus,
    ...settings
  } = record;
  return settings;
}

/** The columns that a version takes from `$LATEST`. */
export function publishedColumns(key: Uint8Array, latest: FunctionRecord, version: number) {
  const { scope, functionName, environmentVariables } = latest;
  return {
    version,
    description: latest.description,
    settingsJson: JSON.stringify(settingsOf(latest)),
    environmentSealed: seal(key, sealingPlace(scope, functionName, version), JSON.stringify(environmentVariables)),
    codeSha256: latest.codeSha256,
    lastModified: latest.lastModified,
  };
}

export function versionRecordOf(key: Uint8Array, scope: Scope, functionName: string, row: VersionRow): FunctionRecord {
  const version = String(row.version);
  const settings: ReturnType<typeof settingsOf> = JSON.parse(row.settingsJson);
  return {
    ...settings,
    scope,
    functionName,
    functionArn: functionArn(scope, functionName, version),
    version,
    description: row.description,
    environmentVariables: JSON.parse(
      unseal(key, sealingPlace(scope, functionName, row.version), row.environmentSealed),
    ),
    codeSha256: row.codeSha256,
    lastModified: row.lastModified,
    revisionId: row.revisionId,
    state: row.state as FunctionRecord["state"],
    ...(row.stateReason !== null && { stateReason: row.stateReason }),
    ...(row.lastUpdateStatus !== null && {
      lastUpdateStatus: row.lastUpdateStatus as FunctionRecord["lastUpdateStatus"],
    }),
    tags: {},
  };
}
