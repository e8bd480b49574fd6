import type { Ports } from "./ports.ts";
import { refreshProvisionedVersions } from "./provisioned-versions.ts";

/** At the start, before the first request: environments that were kept ready before are started again, in the background. */
export async function restoreProvisionedConcurrency(ports: Ports): Promise<void> {
  const records = await ports.store.provisionedConcurrency.list(ports.scope);
  for (const functionName of new Set(records.map((record) => record.functionName))) {
    await refreshProvisionedVersions(ports, functionName);
  }
}
