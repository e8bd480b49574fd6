import { type Tag, tagList } from "./iam-tags.ts";
import { type IamPage, type PageRequest, pageOf } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

/** Sorted by key. @throws NoSuchEntity, ValidationError */
export async function listRoleTags(
  { store, scope }: IamPorts,
  input: PageRequest & { roleName: string },
): Promise<IamPage<Tag>> {
  const { tags } = await store.roles.require(scope, input.roleName);
  return pageOf(
    tagList(tags).sort((a, b) => (a.key < b.key ? -1 : 1)),
    input,
    ({ key }) => key,
  );
}
