import { requirePolicyArn } from "./constraints.ts";
import { type IamPage, type PageRequest, pageOf } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

/** Names of the roles that have a policy, sorted; there are no users and groups that could. @throws NoSuchEntity, ValidationError */
export async function listEntitiesForPolicy(
  { store, scope }: IamPorts,
  input: PageRequest & { policyArn: string },
): Promise<IamPage<string>> {
  requirePolicyArn(input.policyArn);
  await store.managedPolicies.require(scope, input.policyArn);
  return pageOf(await store.roles.attachedTo(scope, input.policyArn), input, (name) => name);
}
