import {
  AccessDenied,
  type IamAction,
  InvalidParameterValue,
  layerArn,
  parseLayerReference,
  ResourceNotFound,
  type Scope,
} from "@lambent/model";
import type { Ports } from "../ports.ts";

export interface NamedLayer {
  scope: Scope;
  layerName: string;
}

/**
 * The layer that a name or an ARN means, which may be another account's.
 * @throws ResourceNotFound when it is out of this Region's reach, or no layer's name at all.
 */
export function resolveLayer({ scope }: Pick<Ports, "scope">, nameOrArn: string): NamedLayer {
  const reference = parseLayerReference(nameOrArn);
  if (reference === null) throw new ResourceNotFound();
  const named = { scope: reference.scope ?? scope, layerName: reference.layerName };
  if (named.scope.region !== scope.region) throw new ResourceNotFound();
  return named;
}

/** The same for operations that a layer's own account alone may do. @throws AccessDenied, ResourceNotFound */
export function resolveOwnLayer(ports: Pick<Ports, "scope">, nameOrArn: string, action: IamAction): NamedLayer {
  const named = resolveLayer(ports, nameOrArn);
  const { accountId } = ports.scope;
  if (named.scope.accountId !== accountId) {
    throw new AccessDenied(`arn:aws:iam::${accountId}:root`, action, layerArn(named.scope, named.layerName), {
      because: "noAllow",
      policyType: "resource",
    });
  }
  return named;
}

/** @throws InvalidParameterValue */
export function requirePositiveVersion(version: number): void {
  if (version < 1) throw new InvalidParameterValue("Layer Version Cannot be less than 1");
}
