import type { AliasConfiguration } from "@lambent/model";
import { aliasConfiguration } from "./alias-configuration.ts";
import { keyOfMarker, type PageRequest, pageOf, pageSize } from "./pages.ts";
import type { Ports } from "./ports.ts";

export interface ListAliases extends PageRequest {
  functionName: string;
  /** Only aliases whose first version it is. */
  functionVersion?: string;
}

export interface AliasPage {
  aliases: AliasConfiguration[];
  nextMarker?: string;
}

/** By name. @throws FunctionNotFound, InvalidParameterValue */
export async function listAliases({ store, scope }: Ports, input: ListAliases): Promise<AliasPage> {
  const { functionName, functionVersion } = input;
  await store.functions.require(scope, functionName);
  const size = pageSize(input);
  const read = await store.aliases.list(scope, functionName, {
    functionVersion,
    after: keyOfMarker(input)?.[0],
    limit: size + 1,
  });
  const { items, ...next } = pageOf(read, size, ({ name }) => [name]);
  return { aliases: items.map((alias) => aliasConfiguration(scope, functionName, alias)), ...next };
}
