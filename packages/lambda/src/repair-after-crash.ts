import { CodePackageNotFound } from "@lambent/model";
import type { FunctionPatch, FunctionRecord } from "@lambent/store";
import type { Ports } from "./ports.ts";

export interface Repair {
  /** Names of the functions whose state was brought to an end. */
  functions: string[];
  /** Qualified ARNs of the versions whose state was brought to an end. */
  versions: string[];
  /** CodeSha256 of the packages that no function needed. */
  releasedCode: string[];
}

/**
 * Before the first request: brings to an end what a crash, a full disk or a copied data folder has left half done.
 * A function whose code is complete works on; one without its code says so instead of failing at its next invocation.
 */
export async function repairAfterCrash({ store }: Pick<Ports, "store">): Promise<Repair> {
  const unfinished = await store.functions.listUnfinished();
  for (const record of unfinished) {
    await store.functions.update(record.scope, record.functionName, {}, ending(record, await hasCode(store, record)));
  }
  const versions = await store.versions.listUnfinished();
  for (const record of versions) {
    const { state, stateReason = null, lastUpdateStatus } = ending(record, await hasCode(store, record));
    await store.versions.setState(record.scope, record.functionName, record.version, {
      state,
      stateReason,
      lastUpdateStatus,
    });
  }
  const releasedCode = await store.codePackages.releaseUnused();
  return {
    functions: unfinished.map(({ functionName }) => functionName),
    versions: versions.map(({ functionArn }) => functionArn),
    releasedCode,
  };
}

async function hasCode(store: Ports["store"], { codeSha256 }: FunctionRecord): Promise<boolean> {
  try {
    await store.codePackages.files(codeSha256);
    return true;
  } catch (error) {
    if (error instanceof CodePackageNotFound) return false;
    throw error;
  }
}

/** Code and settings of an update are on disk before it is answered: what is missing is the word that it is over. */
function ending({ state, stateReason, lastModified }: FunctionRecord, hasCode: boolean) {
  if (!hasCode) {
    return {
      state: "Failed",
      stateReason: "The server was stopped before the code was complete. Deploy the code again.",
      lastUpdateStatus: "Failed",
      lastModified,
    } as const satisfies FunctionPatch;
  }
  return {
    ...(state === "Pending" ? { state: "Active" as const, stateReason: null } : { state, stateReason }),
    lastUpdateStatus: "Successful",
    lastModified,
  } as const satisfies FunctionPatch;
}
