import type { Ports } from "./ports.ts";

/** What a version or an alias had goes with it. */
export async function forgetEventInvokeConfig(
  { store, scope, eventInvokeConfigs }: Pick<Ports, "store" | "scope" | "eventInvokeConfigs">,
  functionName: string,
  qualifier: string,
): Promise<void> {
  await store.eventInvokeConfigs.delete(scope, functionName, qualifier);
  eventInvokeConfigs.invalidate(functionName);
}
