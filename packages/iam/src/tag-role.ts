import { type Tag, tagsOf, withTags } from "./iam-tags.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, InvalidInput, LimitExceeded, ValidationError */
export async function tagRole(
  { store, scope }: IamPorts,
  { roleName, tags }: { roleName: string; tags: readonly Tag[] },
): Promise<void> {
  const added = tagsOf(tags, "Role");
  await store.roles.change(scope, roleName, (role) => ({ ...role, tags: withTags(role.tags, added, "Role") }));
}
