import type { LogStream } from "@lambent/model";
import type { Ports } from "./ports.ts";
import { requireLogGroup } from "./require-log-group.ts";

/** @throws FunctionNotFound */
export async function listLogStreams(ports: Ports, input: { functionName: string }): Promise<LogStream[]> {
  return ports.telemetry.logs.streams(await requireLogGroup(ports, input.functionName));
}
