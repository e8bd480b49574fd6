import {
  type AliasConfiguration,
  AliasNotFound,
  type AliasRoutingConfiguration,
  functionArn,
  RevisionMismatch,
} from "@lambent/model";
import type { AliasRecord } from "@lambent/store";
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
  const { scope, definitions } = ports;
  const { functionName } = input;
  const alias = await changed(ports, input);
  definitions.invalidate(functionName);
  await refreshProvisionedVersions(ports, functionName);
  return aliasConfiguration(scope, functionName, alias);
}

/** What an update leaves alone is judged together with what it changes, so the write has to find it as it was judged. */
async function changed(ports: Ports, input: UpdateAlias): Promise<AliasRecord> {
  const { store, scope } = ports;
  const { functionName, name, functionVersion, description, routingConfig, revisionId } = input;
  for (;;) {
    const before = await store.aliases.get(scope, functionName, name);
    if (before === null) {
      await store.functions.require(scope, functionName);
      throw AliasNotFound.notFound(functionArn(scope, functionName, name));
    }
    const routing = routingConfig ?? before.routingConfig;
    if (routing !== undefined) {
      await requireRouting(ports, functionName, functionVersion ?? before.functionVersion, routing);
    }
    try {
      return await store.aliases.update(
        scope,
        functionName,
        name,
        { expectedRevisionId: revisionId ?? before.revisionId },
        { functionVersion, description, ...(routingConfig && { routingConfig: routingOrNone(routingConfig) }) },
      );
    } catch (error) {
      // Somebody else was faster, and this caller has named no revision: once more, from what is there now.
      if (!(error instanceof RevisionMismatch) || revisionId !== undefined) throw error;
    }
  }
}
