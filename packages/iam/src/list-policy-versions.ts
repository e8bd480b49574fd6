import type { PolicyVersion } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import { type IamPage, type PageRequest, pageSize } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

/** Newest first. There are five at most, but a client may ask for fewer at a time. @throws NoSuchEntity, ValidationError */
export async function listPolicyVersions(
  { store, scope }: IamPorts,
  input: PageRequest & { policyArn: string },
): Promise<IamPage<PolicyVersion & { isDefaultVersion: boolean }>> {
  requirePolicyArn(input.policyArn);
  const { versions, defaultVersionId } = await store.managedPolicies.require(scope, input.policyArn);
  const first = versions.findIndex(({ versionId }) => versionId === input.marker) + 1;
  const rest = versions.slice(first);
  const page = rest.slice(0, pageSize(input));
  return {
    items: page.map((version) => ({ ...version, isDefaultVersion: version.versionId === defaultVersionId })),
    ...(rest.length > page.length && { nextMarker: page.at(-1)?.versionId }),
  };
}
