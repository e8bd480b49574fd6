import { functionArn, LATEST, type RuntimeManagementConfiguration } from "@lambent/model";
import type { Ports } from "./ports.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

export interface RuntimeManagement extends RuntimeManagementConfiguration {
  /** Qualified, with `$LATEST` too. */
  functionArn: string;
}

/** Of `$LATEST` or a version. @throws FunctionNotFound */
export async function getRuntimeManagementConfig(
  { store, scope }: Ports,
  { functionName, qualifier = LATEST }: QualifiedFunction,
): Promise<RuntimeManagement> {
  const configuration = await store.functionSettings.runtimeManagement(scope, functionName, qualifier);
  return { functionArn: functionArn(scope, functionName, qualifier), ...configuration };
}
