import { CodePackageNotFound } from "@lambent/model";
import type { FunctionPatch, FunctionRecord } from "@lambent/store";
import type { Ports } from "./ports.ts";

export interface Repair {
  /** Names of the functions whose state was brought to an end. */
  functions: string[];
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
  const releasedCode = await store.codePackages.releaseUnused();
  return { functions: unfinished.map(({ functionName }) => functionName), releasedCode };
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

function ending({ state }: FunctionRecord, hasCode: boolean): FunctionPatch {
  if (!hasCode) {
    return {
      state: "Failed",
      stateReason: "The server was stopped before the code was complete. Deploy the code again.",
      lastUpdateStatus: "Failed",
    };
  }
  // An update that has not been acknowledged is as if it had never been asked for: the former code and settings stand.
  return state === "Pending"
    ? { state: "Active", stateReason: null, lastUpdateStatus: "Successful" }
    : { lastUpdateStatus: "Failed" };
}
