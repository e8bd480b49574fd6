import type { CodeChange, Draft } from "@lambent/model";
import type { Ports } from "./ports.ts";

export interface SaveDraft {
  functionName: string;
  baseCodeSha256: string;
  changes: CodeChange[];
}

/** Keeps what was typed, so that a closed tab or a crash loses nothing. @throws FunctionNotFound */
export async function saveDraft({ store, scope }: Ports, { functionName, ...draft }: SaveDraft): Promise<Draft> {
  return store.drafts.save(scope, functionName, draft);
}
