import { requirePolicyArn } from "./constraints.ts";
import { type Tag, tagList } from "./iam-tags.ts";
import { type IamPage, type PageRequest, pageOf } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

/** Sorted by key. @throws NoSuchEntity, ValidationError */
export async function listPolicyTags(
  { store, scope }: IamPorts,
  input: PageRequest & { policyArn: string },
): Promise<IamPage<Tag>> {
  requirePolicyArn(input.policyArn);
  const { tags } = await store.managedPolicies.require(scope, input.policyArn);
  return pageOf(
    tagList(tags).sort((a, b) => (a.key < b.key ? -1 : 1)),
    input,
    ({ key }) => key,
  );
}
