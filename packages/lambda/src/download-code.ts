import type { Ports } from "./ports.ts";

export interface CodeDownload {
  codeSha256: string;
  /** The bytes of the zip as it was uploaded or deployed. */
  zip: Uint8Array;
}

/** @throws FunctionNotFound, CodePackageNotFound */
export async function downloadCode({ store, scope }: Ports, input: { functionName: string }): Promise<CodeDownload> {
  const { codeSha256 } = await store.functions.require(scope, input.functionName);
  return { codeSha256, zip: await store.codePackages.read(codeSha256) };
}
