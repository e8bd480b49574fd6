import type { Ports } from "./ports.ts";
import { requireLogGroup } from "./require-log-group.ts";

/** Forgets all that a function has logged. @throws FunctionNotFound */
export async function deleteLogGroup(ports: Ports, input: { functionName: string }): Promise<void> {
  await ports.telemetry.logs.deleteGroup(await requireLogGroup(ports, input.functionName));
}
