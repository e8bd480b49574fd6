import { InvalidParameterValue, RevisionMismatch, TAGS_MAX } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** Others who change the same function at the same time; each makes one attempt fail at most. */
const ATTEMPTS_MAX = 20;

/**
 * Changes a function's tags by what they are now, whoever else changes it meanwhile.
 * @throws FunctionNotFound, InvalidParameterValue
 */
export async function changeTags(
  { store, scope, definitions }: Ports,
  functionName: string,
  change: (tags: Record<string, string>) => Record<string, string>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { tags, revisionId } = await store.functions.require(scope, functionName);
    const changed = change(tags);
    if (Object.keys(changed).length > TAGS_MAX) {
      throw new InvalidParameterValue("Number of tags exceeds resource tag limit.");
    }
    try {
      await store.functions.update(scope, functionName, { expectedRevisionId: revisionId }, { tags: changed });
      definitions.invalidate(functionName);
      return;
    } catch (error) {
      if (!(error instanceof RevisionMismatch) || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}
