import { type AliasRoutingConfiguration, InvalidParameterValue, LATEST } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Whether an alias may share its invocations between these versions; that they exist, the store judges as it writes.
 * @throws InvalidParameterValue @see spec: lambda §1.5, §2.4
 */
export async function requireRouting(
  { store, scope }: Pick<Ports, "store" | "scope">,
  functionName: string,
  functionVersion: string,
  { additionalVersionWeights }: AliasRoutingConfiguration,
): Promise<void> {
  const versions = Object.keys(additionalVersionWeights);
  if (versions.length > 1) {
    throw new InvalidParameterValue("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }
  const [additional] = versions;
  if (additional === undefined) return;
  if (additional === functionVersion) {
    throw new InvalidParameterValue(
      `Invalid function version ${additional}. Function version ${additional} is already included in routing configuration.`,
    );
  }
  if (functionVersion === LATEST) {
    throw new InvalidParameterValue("$LATEST is not supported for an alias pointing to more than 1 version");
  }
  const [one, other] = await Promise.all(
    [functionVersion, additional].map((version) => store.versions.get(scope, functionName, version)),
  );
  if (one && other && one.role !== other.role) {
    throw new InvalidParameterValue(
      `Versions ${functionVersion} and ${additional} have different execution roles. An alias can point to two versions only if both have the same one.`,
    );
  }
}

/** An empty map of weights means no routing, as on AWS. */
export function routingOrNone(routing: AliasRoutingConfiguration): AliasRoutingConfiguration | null {
  return Object.keys(routing.additionalVersionWeights).length === 0 ? null : routing;
}
