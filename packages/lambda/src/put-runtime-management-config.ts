import { functionArn, InvalidParameterValue, LATEST, type RuntimeManagementConfiguration } from "@lambent/model";
import type { RuntimeManagement } from "./get-runtime-management-config.ts";
import type { Ports } from "./ports.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

export type PutRuntimeManagementConfig = QualifiedFunction & RuntimeManagementConfiguration;

/**
 * Kept and given back; the runtime itself is the host's, whatever is chosen. Versions that are published later take it along.
 * @throws FunctionNotFound, InvalidParameterValue
 */
export async function putRuntimeManagementConfig(
  { store, scope }: Ports,
  { functionName, qualifier = LATEST, updateRuntimeOn, runtimeVersionArn }: PutRuntimeManagementConfig,
): Promise<RuntimeManagement> {
  if ((updateRuntimeOn === "Manual") !== (runtimeVersionArn !== undefined)) {
    throw new InvalidParameterValue("RuntimeVersionArn has to be given with UpdateRuntimeOn Manual, and only with it.");
  }
  const configuration = { updateRuntimeOn, ...(runtimeVersionArn !== undefined && { runtimeVersionArn }) };
  await store.functionSettings.setRuntimeManagement(scope, functionName, qualifier, configuration);
  return { functionArn: functionArn(scope, functionName, qualifier), ...configuration };
}
