import { functionArn, RecursiveInvocation } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { extendLineage, RECURSION_LIMIT } from "./lineage.ts";

/**
 * The chain of invocations with one more run of the function. The database is asked only where the chain is too long.
 * @throws RecursiveInvocation when the function has run too often in it and its loops are to be terminated
 * @throws FunctionNotFound
 */
export function nextRun(ports: Ports, functionName: string, lineage: string | undefined): string | Promise<string> {
  const { text, count } = extendLineage(lineage, functionArn(ports.scope, functionName));
  return count <= RECURSION_LIMIT ? text : judgeLoop(ports, functionName, text);
}

async function judgeLoop({ scope, store, telemetry }: Ports, functionName: string, text: string): Promise<string> {
  if ((await store.functionSettings.recursiveLoop(scope, functionName)) === "Allow") return text;
  telemetry.metrics.countEvent(functionArn(scope, functionName), "recursiveInvocationsDropped");
  throw new RecursiveInvocation();
}
