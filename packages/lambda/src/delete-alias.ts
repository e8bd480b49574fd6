import { forgetEventInvokeConfig } from "./forget-event-invoke-config.ts";
import type { Ports } from "./ports.ts";
import { refreshProvisionedVersions } from "./provisioned-versions.ts";

/** The version that it points to stays. An alias that isn't there is no error, as on AWS. @throws FunctionNotFound */
export async function deleteAlias(
  ports: Ports,
  { functionName, name }: { functionName: string; name: string },
): Promise<void> {
  const { store, scope, definitions } = ports;
  if (!(await store.aliases.delete(scope, functionName, name))) return;
  definitions.invalidate(functionName);
  await forgetEventInvokeConfig(ports, functionName, name);
  await refreshProvisionedVersions(ports, functionName);
}
