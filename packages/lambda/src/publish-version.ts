import {
  type FunctionConfiguration,
  functionArn,
  InvalidParameterValue,
  ResourceConflict,
  RevisionMismatch,
} from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { finishInBackground } from "./finish-update.ts";
import type { Ports } from "./ports.ts";
import { publishLatest } from "./publish-latest.ts";
import { requireSettled } from "./require-settled.ts";

export interface PublishVersion {
  functionName: string;
  /** Of the version; `$LATEST` keeps its own. */
  description?: string;
  /** When given, other code in `$LATEST` refuses. */
  codeSha256?: string;
  /** When given, another revision of `$LATEST` refuses. */
  revisionId?: string;
}

/**
 * Makes a version that never changes of what `$LATEST` is now. Answered while it is Pending, like a new function.
 * @returns the last version, when nothing has changed since.
 * @throws FunctionNotFound, ResourceConflict, RevisionMismatch, InvalidParameterValue
 */
export async function publishVersion(ports: Ports, input: PublishVersion): Promise<FunctionConfiguration> {
  const { scope, store, updateLocks } = ports;
  const { functionName, description, codeSha256, revisionId } = input;
  return updateLocks.hold(functionArn(scope, functionName), async () => {
    const latest = await store.functions.require(scope, functionName);
    requireSettled(latest);
    if (latest.state !== "Active") throw ResourceConflict.inState(latest.state);
    if (revisionId !== undefined && revisionId !== latest.revisionId) throw new RevisionMismatch();
    if (codeSha256 !== undefined && codeSha256 !== latest.codeSha256) {
      throw new InvalidParameterValue(
        `CodeSHA256 (${codeSha256}) is different from current CodeSHA256 in $LATEST (${latest.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    const { record, isNew } = await publishLatest(ports, latest, description);
    if (isNew) finishInBackground(ports, { functionName, latest: false, version: record.version });
    return configurationOf(record);
  });
}
