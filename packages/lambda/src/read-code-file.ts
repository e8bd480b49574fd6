import { type CodeFile, CodeFileNotFound } from "@lambent/model";
import type { Ports } from "./ports.ts";

export interface CodeFileContent extends CodeFile {
  content: Uint8Array;
}

/**
 * One file of the function's present package, or of another one that its editor started from: a person who looks at a
 * conflict needs both sides.
 * @throws FunctionNotFound, CodePackageNotFound, CodeFileNotFound
 */
export async function readCodeFile(
  { store, scope }: Ports,
  input: { functionName: string; path: string; codeSha256?: string },
): Promise<CodeFileContent> {
  const current = await store.functions.require(scope, input.functionName);
  const codeSha256 = input.codeSha256 ?? current.codeSha256;
  const file = (await store.codePackages.files(codeSha256)).find(({ path }) => path === input.path);
  if (file === undefined) throw new CodeFileNotFound(input.path);
  return { ...file, content: await store.codePackages.readFile(codeSha256, input.path) };
}
