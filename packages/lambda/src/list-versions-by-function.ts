import { type FunctionConfiguration, functionArn, LATEST } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { keyOfMarker, type PageRequest, pageOf, pageSize } from "./pages.ts";
import type { Ports } from "./ports.ts";

export interface VersionPage {
  versions: FunctionConfiguration[];
  nextMarker?: string;
}

/** `$LATEST` first, then by number; all with qualified ARNs. @throws FunctionNotFound, InvalidParameterValue */
export async function listVersionsByFunction(
  { store, scope }: Ports,
  input: { functionName: string } & PageRequest,
): Promise<VersionPage> {
  const { functionName } = input;
  const latest = await store.functions.require(scope, functionName);
  const size = pageSize(input);
  const after = keyOfMarker(input)?.[0];
  const first = after === undefined ? [latest] : [];
  const published = await store.versions.list(scope, functionName, {
    after: Number.parseInt(after ?? "0", 10) || 0,
    limit: size + 1 - first.length,
  });
  const { items, ...next } = pageOf([...first, ...published], size, ({ version }) => [version]);
  const qualified = (version: string) => functionArn(scope, functionName, version);
  return {
    versions: items.map((record) =>
      configurationOf(record, record.version === LATEST ? qualified(LATEST) : record.functionArn),
    ),
    ...next,
  };
}
