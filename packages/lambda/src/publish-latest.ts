import { createHash } from "node:crypto";
import type { FunctionRecord } from "@lambent/store";
import { configurationOf } from "./configuration-of.ts";
import type { Ports } from "./ports.ts";

export interface Publication {
  record: FunctionRecord;
  /** False when nothing has changed since the last version: then it is that one, as it was published. */
  isNew: boolean;
}

/**
 * Publishes what `$LATEST` is, unless the last version is the same. Its Pending state is the caller's to finish.
 * @param description of the version; by itself it makes none. @see spec: lambda §2.3
 */
export async function publishLatest(
  { store, scope, definitions }: Pick<Ports, "store" | "scope" | "definitions">,
  latest: FunctionRecord,
  description?: string,
): Promise<Publication> {
  const { functionName } = latest;
  const sourceSha256 = publishedSourceSha256(latest);
  const last = await store.versions.lastPublished(scope, functionName);
  if (last?.sourceSha256 === sourceSha256) return { record: last.record, isNew: false };
  const { version } = await store.versions.publish(scope, functionName, {
    expectedRevisionId: latest.revisionId,
    description,
    sourceSha256,
  });
  definitions.invalidate(functionName);
  return { record: version, isNew: true };
}

/** Equal when code and settings are; which of both a caller named, when and in what state plays no part. */
function publishedSourceSha256(latest: FunctionRecord): string {
  const {
    functionArn: _functionArn,
    version: _version,
    lastModified: _lastModified,
    revisionId: _revisionId,
    state: _state,
    stateReason: _stateReason,
    stateReasonCode: _stateReasonCode,
    lastUpdateStatus: _lastUpdateStatus,
    lastUpdateStatusReason: _lastUpdateStatusReason,
    lastUpdateStatusReasonCode: _lastUpdateStatusReasonCode,
    ...source
  } = configurationOf(latest);
  return createHash("sha256").update(JSON.stringify(source, sortedKeys)).digest("base64");
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
