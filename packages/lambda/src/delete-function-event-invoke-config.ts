import { EventInvokeConfigNotFound, functionArn, LATEST } from "@lambent/model";
import type { EventInvokeConfigReference } from "./function-event-invoke-config.ts";
import type { Ports } from "./ports.ts";

/** From now on the defaults hold again. @throws EventInvokeConfigNotFound, also when there is no such function */
export async function deleteFunctionEventInvokeConfig(
  { scope, store, eventInvokeConfigs }: Ports,
  { functionName, qualifier = LATEST }: EventInvokeConfigReference,
): Promise<void> {
  const deleted = await store.eventInvokeConfigs.delete(scope, functionName, qualifier);
  eventInvokeConfigs.invalidate(functionName);
  if (!deleted) throw new EventInvokeConfigNotFound(functionArn(scope, functionName, qualifier));
}
