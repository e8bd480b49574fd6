import { withoutTags } from "./iam-tags.ts";
import type { IamPorts } from "./ports.ts";

/** Keys that the role hasn't got are passed over. @throws NoSuchEntity */
export async function untagRole(
  { store, scope }: IamPorts,
  { roleName, tagKeys }: { roleName: string; tagKeys: readonly string[] },
): Promise<void> {
  await store.roles.change(scope, roleName, (role) => ({ ...role, tags: withoutTags(role.tags, tagKeys) }));
}
