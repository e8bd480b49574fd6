import { requireTrustPolicy } from "./policy-sizes.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, MalformedPolicyDocument, LimitExceeded, ValidationError */
export async function updateAssumeRolePolicy(
  { store, scope }: IamPorts,
  { roleName, policyDocument }: { roleName: string; policyDocument: string },
): Promise<void> {
  requireTrustPolicy(policyDocument);
  await store.roles.change(scope, roleName, (role) => ({ ...role, trustPolicy: policyDocument }));
}
