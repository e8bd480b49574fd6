import { type AliasConfiguration, AliasNotFound, functionArn } from "@lambent/model";
import { aliasConfiguration } from "./alias-configuration.ts";
import type { Ports } from "./ports.ts";

/** @throws FunctionNotFound, AliasNotFound */
export async function getAlias(
  { store, scope }: Ports,
  { functionName, name }: { functionName: string; name: string },
): Promise<AliasConfiguration> {
  const alias = await store.aliases.get(scope, functionName, name);
  if (alias !== null) return aliasConfiguration(scope, functionName, alias);
  await store.functions.require(scope, functionName);
  throw AliasNotFound.cannotFind(functionArn(scope, functionName, name));
}
