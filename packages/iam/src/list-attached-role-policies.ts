import { type IamPage, type PageRequest, pageOf } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

export interface AttachedPolicy {
  policyName: string;
  policyArn: string;
}

/** Sorted by ARN. @throws NoSuchEntity, ValidationError */
export async function listAttachedRolePolicies(
  { store, scope }: IamPorts,
  input: PageRequest & { roleName: string; pathPrefix?: string },
): Promise<IamPage<AttachedPolicy>> {
  const { attachedPolicyArns } = await store.roles.require(scope, input.roleName);
  const attached = attachedPolicyArns
    .map((policyArn) => ({ policyArn, ...pathAndName(policyArn) }))
    .filter(({ path }) => path.startsWith(input.pathPrefix ?? "/"))
    .map(({ policyName, policyArn }) => ({ policyName, policyArn }))
    .sort((a, b) => (a.policyArn < b.policyArn ? -1 : 1));
  return pageOf(attached, input, ({ policyArn }) => policyArn);
}

function pathAndName(policyArn: string): { path: string; policyName: string } {
  const text = policyArn.slice(policyArn.indexOf(":policy/") + ":policy".length);
  const nameAt = text.lastIndexOf("/") + 1;
  return { path: text.slice(0, nameAt), policyName: text.slice(nameAt) };
}
