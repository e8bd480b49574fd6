import { DomainError } from "@lambent/model";
import { deleteFunction } from "./delete-function.ts";
import type { Ports } from "./ports.ts";

export interface FunctionDeletion {
  functionName: string;
  deleted: boolean;
  /** Why not; present when it was not deleted. */
  error?: string;
}

/**
 * Deletes functions one after the other and says of each how it went. The code and the queued events go; the log group and the invocation
 * records stay, as on AWS. Invocations that are running end in their own time.
 */
export async function deleteFunctions(
  ports: Ports,
  input: { functionNames: readonly string[] },
): Promise<FunctionDeletion[]> {
  const results: FunctionDeletion[] = [];
  for (const functionName of new Set(input.functionNames)) {
    try {
      await deleteFunction(ports, { functionName });
      results.push({ functionName, deleted: true });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results.push({ functionName, deleted: false, error: error.message });
    }
  }
  return results;
}
