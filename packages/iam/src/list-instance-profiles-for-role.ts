import type { IamPage, PageRequest } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

/** Always none: there are no machines to give a role to. Terraform asks before it deletes a role. @throws NoSuchEntity */
export async function listInstanceProfilesForRole(
  { store, scope }: IamPorts,
  input: PageRequest & { roleName: string },
): Promise<IamPage<never>> {
  await store.roles.require(scope, input.roleName);
  return { items: [] };
}
