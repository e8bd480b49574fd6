import {
  type Architecture,
  type CodeChange,
  type FunctionConfiguration,
  functionArn,
  RevisionMismatch,
} from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { finishInBackground } from "./finish-update.ts";
import { requireCombinedSize } from "./layers/function-layers.ts";
import type { Ports } from "./ports.ts";
import { publishLatest } from "./publish-latest.ts";
import { requireSettled } from "./require-settled.ts";
import { requireRuntime } from "./runtime-availability.ts";

/** A whole package, or edits on top of one that is in the store. */
export type NewCode = { zip: Uint8Array } | { baseCodeSha256: string; changes: readonly CodeChange[] };

export interface UpdateFunctionCode {
  functionName: string;
  /** The revision that the caller started from; when given, a newer one refuses the update. */
  revisionId?: string;
  code: NewCode;
  /** That of the code's binaries; stays when omitted. */
  architecture?: Architecture;
  /** Publishes a version of the new code as well; then that is the answer. */
  publish?: boolean;
  /** Judges the code and says what the function would be, but changes nothing. */
  dryRun?: boolean;
}

/**
 * Replaces a function's code. The package is complete on disk before the function points to it, in one write: whenever
 * the process ends, the function has either the old code or the new. It is answered while the update is InProgress, and the
 * former code serves until that is over.
 * @throws FunctionNotFound, RevisionMismatch, ResourceConflict, RuntimeUnavailable, InvalidZipFile and the other refusals of a package.
 */
export async function updateFunctionCode(ports: Ports, input: UpdateFunctionCode): Promise<FunctionConfiguration> {
  const { scope, store, updateLocks } = ports;
  const { functionName, architecture } = input;
  return updateLocks.hold(functionArn(scope, functionName), async () => {
    const before = await store.functions.require(scope, functionName);
    requireSettled(before);
    // Asked before the package is unpacked; the guarded write below decides.
    if (input.revisionId !== undefined && input.revisionId !== before.revisionId) throw new RevisionMismatch();
    if (architecture !== undefined) requireRuntime(ports, before.runtime, architecture);
    const { codeSha256, codeSizeBytes, unzippedBytes } =
      "zip" in input.code
        ? await store.codePackages.put(input.code.zip)
        : await store.codePackages.edit(input.code.baseCodeSha256, input.code.changes);
    requireCombinedSize(unzippedBytes, before.layers);
    const changes = { codeSha256, codeSizeBytes, architecture: architecture ?? before.architecture };
    if (input.dryRun === true) return configurationOf({ ...before, ...changes });
    const after = await store.functions.update(
      scope,
      functionName,
      { expectedRevisionId: before.revisionId },
      // New code also revives a function whose former code was lost.
      { ...changes, state: "Active", stateReason: null, lastUpdateStatus: "InProgress" },
    );
    const published = input.publish === true ? await publishLatest(ports, after) : undefined;
    finishInBackground(ports, {
      functionName,
      before,
      latest: true,
      ...(published?.isNew && { version: published.record.version }),
    });
    return configurationOf(published?.record ?? after);
  });
}
