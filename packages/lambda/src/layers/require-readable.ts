import { AccessDenied, LAYER_PERMISSION_ACTION, type Scope, sharesLayerWith } from "@lambent/model";
import type { LayerVersionRecord } from "@lambent/store";

/**
 * A layer version that an account may read: its own, or one that its owner shares. Of another account's, nobody learns whether
 * it is missing or withheld.
 * @throws AccessDenied
 */
export function requireReadable(
  { accountId }: Scope,
  layerVersionArn: string,
  found: LayerVersionRecord | null,
): LayerVersionRecord {
  if (found !== null && (found.scope.accountId === accountId || sharesLayerWith(accountId, found.permissions))) {
    return found;
  }
  const principal = `arn:aws:iam::${accountId}:root`;
  throw new AccessDenied(principal, LAYER_PERMISSION_ACTION, layerVersionArn, {
    because: "noAllow",
    policyType: "resource",
  });
}
