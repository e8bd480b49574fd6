import type { CodeFile } from "@lambent/model";
import type { Ports } from "./ports.ts";

export interface CodeFiles {
  codeSha256: string;
  /** What the editor starts from; to be handed back on deploy. */
  revisionId: string;
  files: CodeFile[];
}

/** @throws FunctionNotFound */
export async function listCodeFiles({ store, scope }: Ports, input: { functionName: string }): Promise<CodeFiles> {
  const { codeSha256, revisionId } = await store.functions.require(scope, input.functionName);
  return { codeSha256, revisionId, files: await store.codePackages.files(codeSha256) };
}
