import type { Ports } from "./ports.ts";
import { type QualifiedFunction, requireQualified } from "./require-qualified.ts";

export interface CodeDownload {
  codeSha256: string;
  /** The bytes of the zip as it was uploaded or deployed. */
  zip: Uint8Array;
}

/** @throws FunctionNotFound, CodePackageNotFound */
export async function downloadCode(ports: Ports, input: QualifiedFunction): Promise<CodeDownload> {
  const { codeSha256 } = (await requireQualified(ports, input)).record;
  return { codeSha256, zip: await ports.store.codePackages.read(codeSha256) };
}
