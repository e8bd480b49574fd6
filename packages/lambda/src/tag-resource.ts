import { changeTags } from "./change-tags.ts";
import type { Ports } from "./ports.ts";

/** Adds tags to a function; those with the same keys get the new values. @throws FunctionNotFound, InvalidParameterValue */
export async function tagResource(
  ports: Ports,
  { functionName, tags }: { functionName: string; tags: Record<string, string> },
): Promise<void> {
  await changeTags(ports, functionName, (before) => ({ ...before, ...tags }));
}
