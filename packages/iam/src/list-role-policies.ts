import { type IamPage, type PageRequest, pageOf } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

/** Names of a role's inline policies, sorted. @throws NoSuchEntity, ValidationError */
export async function listRolePolicies(
  { store, scope }: IamPorts,
  input: PageRequest & { roleName: string },
): Promise<IamPage<string>> {
  const { inlinePolicies } = await store.roles.require(scope, input.roleName);
  return pageOf(Object.keys(inlinePolicies).sort(), input, (name) => name);
}
