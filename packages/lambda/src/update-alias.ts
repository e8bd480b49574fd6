import { type AliasConfiguration, AliasNotFound, type AliasRoutingConfiguration, functionArn } from "@lambent/model";
import { aliasConfiguration } from "./alias-configuration.ts";
import { requireRouting, routingOrNone } from "./alias-routing.ts";
import type { Ports } from "./ports.ts";
import { refreshProvisionedVersions } from "./provisioned-versions.ts";

/** What is absent stays as it is. */
export interface UpdateAlias {
  functionName: string;
  name: string;
  functionVersion?: string;
  description?: string;
  /** An empty map of weights ends the routing. */
  routingConfig?: AliasRoutingConfiguration;
  /** When given, another revision of the alias refuses. */
  revisionId?: string;
}

/** From the next invocation on. @throws FunctionNotFound, AliasNotFound, RevisionMismatch, InvalidParameterValue */
export async function updateAlias(ports: Ports, input: UpdateAlias): Promise<AliasConfiguration> {
  const { store, scope, definitions } = ports;
  const { functionName, name, functionVersion, description, routingConfig, revisionId } = input;
  const before = await store.aliases.get(scope, functionName, name);
  if (before === null) {
    await store.functions.require(scope, functionName);
    throw AliasNotFound.notFound(functionArn(scope, functionName, name));
  }
  const routing = routingConfig ?? before.routingConfig;
  if (routing !== undefined) {
    await requireRouting(ports, functionName, functionVersion ?? before.functionVersion, routing);
  }
  const alias = await store.aliases.update(
    scope,
    functionName,
    name,
    { expectedRevisionId: revisionId },
    { functionVersion, description, ...(routingConfig && { routingConfig: routingOrNone(routingConfig) }) },
  );
  definitions.invalidate(functionName);
  await refreshProvisionedVersions(ports, functionName);
  return aliasConfiguration(scope, functionName, alias);
}
