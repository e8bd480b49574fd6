import { functionArn, RecursiveInvocation } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { extendLineage, RECURSION_LIMIT } from "./lineage.ts";

/**
 * The chain of invocations with one more run of the function. The database is asked only where the chain is too long.
 * @throws RecursiveInvocation when the function has run too often in it and its loops are to be terminated
 * @throws FunctionNotFound
 */
export async function nextRun(
  { scope, store, telemetry }: Ports,
  functionName: string,
  lineage: string | undefined,
): Promise<string> {
  const arn = functionArn(scope, functionName);
  const { text, count } = extendLineage(lineage, arn);
  if (count <= RECURSION_LIMIT) return text;
  if ((await store.functionSettings.recursiveLoop(scope, functionName)) === "Allow") return text;
  telemetry.metrics.countEvent(arn, "recursiveInvocationsDropped");
  throw new RecursiveInvocation();
}
