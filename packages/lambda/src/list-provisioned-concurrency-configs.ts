import type { ProvisionedConcurrencyConfig } from "@lambent/model";
import { keyOfMarker, type PageRequest, pageOf, pageSize } from "./pages.ts";
import type { Ports } from "./ports.ts";
import { provisionedConcurrencyStatus } from "./provisioned-concurrency-status.ts";

export interface ProvisionedConcurrencyPage {
  provisionedConcurrencyConfigs: ProvisionedConcurrencyConfig[];
  nextMarker?: string;
}

/** By qualifier. @throws FunctionNotFound, InvalidParameterValue */
export async function listProvisionedConcurrencyConfigs(
  ports: Ports,
  input: { functionName: string } & PageRequest,
): Promise<ProvisionedConcurrencyPage> {
  const { store, scope } = ports;
  await store.functions.require(scope, input.functionName);
  const after = keyOfMarker(input)?.[0] ?? "";
  const records = (await store.provisionedConcurrency.list(scope, input.functionName)).filter(
    ({ qualifier }) => qualifier > after,
  );
  const { items, ...next } = pageOf(records, pageSize(input), ({ qualifier }) => [qualifier]);
  return {
    provisionedConcurrencyConfigs: await Promise.all(items.map((item) => provisionedConcurrencyStatus(ports, item))),
    ...next,
  };
}
