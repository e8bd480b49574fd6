import { FunctionNotFound, functionArn, InvalidParameterValue, isPublishedVersion, LATEST } from "@lambent/model";
import { environmentKeyPrefix, environmentKeyPrefixOfFunction } from "./environment-spec.ts";
import { forgetEventInvokeConfig } from "./forget-event-invoke-config.ts";
import type { Ports } from "./ports.ts";
import { forgetProvisionedVersions, refreshProvisionedVersions } from "./provisioned-versions.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

/**
 * Deletes a function with its versions and aliases, or one version. A version that isn't there is no error, as on AWS.
 * Code that no version needs goes later; log group and invocation records stay. What is running ends in its own time.
 * @throws FunctionNotFound, ResourceConflict (an update in progress, or an alias that refers to the version),
 * InvalidParameterValue (a qualifier that can't be deleted)
 */
export async function deleteFunction(ports: Ports, { functionName, qualifier }: QualifiedFunction): Promise<void> {
  if (qualifier === LATEST) {
    throw new InvalidParameterValue("$LATEST version cannot be deleted without deleting the function.");
  }
  if (qualifier !== undefined && !isPublishedVersion(qualifier)) {
    throw new InvalidParameterValue("Deletion of aliases is not currently supported.");
  }
  const arn = functionArn(ports.scope, functionName);
  await ports.updateLocks.hold(arn, () =>
    qualifier === undefined
      ? deleteWhole(ports, functionName, arn)
      : deleteVersion(ports, functionName, arn, qualifier),
  );
}

async function deleteWhole(ports: Ports, functionName: string, arn: string): Promise<void> {
  const { store, scope, runner, definitions, eventInvokeConfigs, knownFunctionUrls, concurrency } = ports;
  if (!(await store.functions.delete(scope, functionName))) throw new FunctionNotFound(arn);
  definitions.invalidate(functionName);
  eventInvokeConfigs.invalidate(functionName);
  knownFunctionUrls.invalidate(scope, functionName);
  await store.queuedEvents.discard({ scope, functionName });
  forgetProvisionedVersions(ports, arn);
  concurrency.reserve(arn, undefined);
  runner.retire(environmentKeyPrefixOfFunction(arn));
}

async function deleteVersion(ports: Ports, functionName: string, arn: string, version: string): Promise<void> {
  const { store, scope, runner, definitions } = ports;
  if (!(await store.versions.delete(scope, functionName, version))) return;
  definitions.invalidate(functionName);
  await forgetEventInvokeConfig(ports, functionName, version);
  runner.retire(environmentKeyPrefix({ functionArn: arn, version }));
  await refreshProvisionedVersions(ports, functionName);
}
