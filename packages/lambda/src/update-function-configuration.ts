import {
  type Architecture,
  type FunctionConfiguration,
  functionArn,
  type NetworkAccess,
  type RuntimeId,
} from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { finishInBackground } from "./finish-update.ts";
import { functionLayers, requireCombinedSize, unzippedBytes } from "./layers/function-layers.ts";
import { requireNetworkAccess } from "./network-access.ts";
import type { Ports } from "./ports.ts";
import { requireLambdaRole } from "./require-lambda-role.ts";
import { requireSettled } from "./require-settled.ts";
import { requireRuntime } from "./runtime-availability.ts";

/** What is absent stays as it is. */
export interface UpdateFunctionConfiguration {
  functionName: string;
  /** The revision that the caller started from; when given, a newer one refuses the update. */
  revisionId?: string;
  description?: string;
  memoryMb?: number;
  timeoutSeconds?: number;
  ephemeralStorageMb?: number;
  environmentVariables?: Record<string, string>;
  handler?: string;
  runtime?: RuntimeId;
  architecture?: Architecture;
  networkAccess?: NetworkAccess;
  /** ARNs of at most five layer versions, in the order in which they are laid over each other; none takes all away. */
  layers?: readonly string[];
  /** ARN of an execution role that is there. A role that was made for the function stays when it gets another one. */
  role?: string;
}

/**
 * Also with the values that stand already, it is an update with a new revision, as on AWS. It is answered while it is
 * InProgress, and the former settings serve until that is over.
 * @throws FunctionNotFound, RevisionMismatch, ResourceConflict, RuntimeUnavailable, InternetAccessUnavailable;
 *   InvalidParameterValue for a role that Lambda can't assume; InvalidParameterValue and AccessDenied for layers.
 */
export async function updateFunctionConfiguration(
  ports: Ports,
  { functionName, revisionId, role: roleArn, layers: layerVersionArns, ...changes }: UpdateFunctionConfiguration,
): Promise<FunctionConfiguration> {
  const { scope, store, updateLocks } = ports;
  return updateLocks.hold(functionArn(scope, functionName), async () => {
    const before = await store.functions.require(scope, functionName);
    requireSettled(before);
    if (changes.runtime !== undefined || changes.architecture !== undefined) {
      requireRuntime(ports, changes.runtime ?? before.runtime, changes.architecture ?? before.architecture);
    }
    if (changes.networkAccess !== undefined) requireNetworkAccess(ports, changes.networkAccess);
    const role = roleArn === undefined ? undefined : await requireLambdaRole(ports, { role: roleArn, functionName });
    const layers = layerVersionArns && (await functionLayers(ports, layerVersionArns));
    if (layers !== undefined && layers.length > 0) {
      requireCombinedSize(await unzippedBytes(ports, before.codeSha256), layers);
    }
    const given = Object.fromEntries(Object.entries({ ...changes, layers }).filter(([, value]) => value !== undefined));
    const after = await store.functions.update(
      scope,
      functionName,
      { expectedRevisionId: revisionId },
      {
        ...given,
        ...(role !== undefined && { role: role.arn, roleName: role.roleName, roleManaged: role.managed }),
        lastUpdateStatus: "InProgress",
      },
    );
    finishInBackground(ports, { functionName, before, latest: true });
    return configurationOf(after);
  });
}
