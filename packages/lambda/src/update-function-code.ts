import { type CodeChange, type FunctionConfiguration, functionArn, RevisionMismatch } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { requireCombinedSize } from "./layers/function-layers.ts";
import type { Ports } from "./ports.ts";
import { replaceEnvironments } from "./replace-environments.ts";

/** A whole package, or edits on top of one that is in the store. */
export type NewCode = { zip: Uint8Array } | { baseCodeSha256: string; changes: readonly CodeChange[] };

export interface UpdateFunctionCode {
  functionName: string;
  /** The revision that the caller started from; when given, a newer one refuses the update. */
  revisionId?: string;
  code: NewCode;
}

/**
 * Replaces a function's code. The package is complete on disk before the function points to it, in one write: whenever
 * the process ends, the function has either the old code or the new.
 * @throws FunctionNotFound, RevisionMismatch, ResourceConflict, InvalidZipFile and the other refusals of a package.
 */
export async function updateFunctionCode(ports: Ports, input: UpdateFunctionCode): Promise<FunctionConfiguration> {
  const { scope, store, updateLocks } = ports;
  return updateLocks.hold(functionArn(scope, input.functionName), async () => {
    const before = await store.functions.require(scope, input.functionName);
    // Asked before the package is unpacked; the guarded write below decides.
    if (input.revisionId !== undefined && input.revisionId !== before.revisionId) throw new RevisionMismatch();
    const { codeSha256, codeSizeBytes, unzippedBytes } =
      "zip" in input.code
        ? await store.codePackages.put(input.code.zip)
        : await store.codePackages.edit(input.code.baseCodeSha256, input.code.changes);
    requireCombinedSize(unzippedBytes, before.layers);
    const after = await store.functions.update(
      scope,
      input.functionName,
      { expectedRevisionId: before.revisionId },
      // New code also revives a function whose former code was lost.
      { codeSha256, codeSizeBytes, state: "Active", stateReason: null, lastUpdateStatus: "Successful" },
    );
    replaceEnvironments(ports, before, after);
    return configurationOf(after);
  });
}
