import { functionArn, type Scope } from "@lambent/model";
import { seal, unseal } from "../encryption/seal.ts";
import type { Function as FunctionRow, Prisma } from "../generated/client.ts";
import type { FunctionPatch, FunctionRecord } from "../store.ts";
import { fold } from "./fold.ts";

type TagRow = { key: string; value: string };

/** Sealed variables open only in the function that they belong to. */
const sealingPlace = (scope: Scope, functionName: string) =>
  `${functionArn(scope, functionName)}/environment-variables`;

export function recordOf(key: Uint8Array, row: FunctionRow, tags: readonly TagRow[]): FunctionRecord {
  const scope: Scope = { accountId: row.accountId, region: row.region };
  return {
    scope,
    functionName: row.functionName,
    functionArn: functionArn(scope, row.functionName),
    version: "$LATEST",
    runtime: row.runtime as FunctionRecord["runtime"],
    handler: row.handler,
    architecture: row.architecture as FunctionRecord["architecture"],
    packageType: row.packageType as FunctionRecord["packageType"],
    role: row.role,
    roleName: row.roleName,
    roleManaged: row.roleManaged,
    description: row.description,
    memoryMb: row.memoryMb,
    timeoutSeconds: row.timeoutSeconds,
    ephemeralStorageMb: row.ephemeralStorageMb,
    environmentVariables: JSON.parse(unseal(key, sealingPlace(scope, row.functionName), row.environmentSealed)),
    networkAccess: row.networkAccess as FunctionRecord["networkAccess"],
    layers: JSON.parse(row.layersJson),
    codeSha256: row.codeSha256,
    codeSizeBytes: row.codeSizeBytes,
    logGroupName: row.logGroupName,
    lastModified: row.lastModified,
    revisionId: row.revisionId,
    state: row.state as FunctionRecord["state"],
    ...(row.stateReason !== null && { stateReason: row.stateReason }),
    ...(row.lastUpdateStatus !== null && {
      lastUpdateStatus: row.lastUpdateStatus as FunctionRecord["lastUpdateStatus"],
    }),
    ...(row.reservedConcurrentExecutions !== null && {
      reservedConcurrentExecutions: row.reservedConcurrentExecutions,
    }),
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
}

/** Columns of a patch; absent members give no column, which Prisma leaves alone. */
export function columnsOf(
  key: Uint8Array,
  scope: Scope,
  functionName: string,
  patch: FunctionPatch,
): Prisma.FunctionUpdateManyMutationInput {
  const { environmentVariables, description } = patch;
  return {
    ...(description !== undefined && { description, descriptionFolded: fold(description) }),
    ...(environmentVariables !== undefined && {
      environmentSealed: seal(key, sealingPlace(scope, functionName), JSON.stringify(environmentVariables)),
    }),
    runtime: patch.runtime,
    architecture: patch.architecture,
    handler: patch.handler,
    role: patch.role,
    roleName: patch.roleName,
    roleManaged: patch.roleManaged,
    memoryMb: patch.memoryMb,
    timeoutSeconds: patch.timeoutSeconds,
    ephemeralStorageMb: patch.ephemeralStorageMb,
    networkAccess: patch.networkAccess,
    ...(patch.layers !== undefined && { layersJson: JSON.stringify(patch.layers) }),
    codeSha256: patch.codeSha256,
    codeSizeBytes: patch.codeSizeBytes,
    logGroupName: patch.logGroupName,
    lastModified: patch.lastModified,
    revisionId: patch.revisionId,
    state: patch.state,
    stateReason: patch.stateReason,
    lastUpdateStatus: patch.lastUpdateStatus,
  };
}

export function newRowOf(key: Uint8Array, record: FunctionRecord): Prisma.FunctionUncheckedCreateInput {
  const { scope, functionName } = record;
  const columns = columnsOf(key, scope, functionName, record) as Prisma.FunctionUncheckedCreateInput;
  return {
    ...columns,
    ...scope,
    functionName,
    functionNameFolded: fold(functionName),
    packageType: record.packageType,
    reservedConcurrentExecutions: record.reservedConcurrentExecutions,
    tags: { create: tagRows(record.tags) },
  };
}

export function tagRows(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value, valueFolded: fold(value) }));
}
