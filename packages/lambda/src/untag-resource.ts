import { changeTags } from "./change-tags.ts";
import type { Ports } from "./ports.ts";

/** Removes a function's tags of these keys; one that it doesn't have is as good as removed. @throws FunctionNotFound */
export async function untagResource(
  ports: Ports,
  { functionName, tagKeys }: { functionName: string; tagKeys: readonly string[] },
): Promise<void> {
  await changeTags(ports, functionName, (before) =>
    Object.fromEntries(Object.entries(before).filter(([key]) => !tagKeys.includes(key))),
  );
}
