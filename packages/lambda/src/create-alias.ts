import type { AliasConfiguration, AliasRoutingConfiguration } from "@lambent/model";
import { aliasConfiguration } from "./alias-configuration.ts";
import { requireRouting, routingOrNone } from "./alias-routing.ts";
import type { Ports } from "./ports.ts";

export interface CreateAlias {
  functionName: string;
  name: string;
  /** `$LATEST` or digits. */
  functionVersion: string;
  description?: string;
  routingConfig?: AliasRoutingConfiguration;
}

/** @throws FunctionNotFound (the function or a version), AliasAlreadyExists, InvalidParameterValue */
export async function createAlias(ports: Ports, input: CreateAlias): Promise<AliasConfiguration> {
  const { store, scope, definitions } = ports;
  const { functionName, name, functionVersion, description = "", routingConfig } = input;
  if (routingConfig !== undefined) await requireRouting(ports, functionName, functionVersion, routingConfig);
  const routing = routingConfig && routingOrNone(routingConfig);
  const alias = await store.aliases.create(scope, functionName, {
    name,
    functionVersion,
    description,
    ...(routing && { routingConfig: routing }),
  });
  definitions.invalidate(functionName);
  return aliasConfiguration(scope, functionName, alias);
}
