import { type IamPage, type PageRequest, pageOf } from "./pages.ts";
import type { PolicyDetails } from "./policy-details.ts";
import type { IamPorts } from "./ports.ts";

export interface ListPolicies extends PageRequest {
  /** AWS's, the account's own (`Local`), or both, which is the default. */
  scope?: "All" | "AWS" | "Local";
  onlyAttached?: boolean;
  pathPrefix?: string;
}

/** Sorted by name. @throws ValidationError */
export async function listPolicies(
  { store, scope }: IamPorts,
  input: ListPolicies = {},
): Promise<IamPage<PolicyDetails>> {
  const [policies, counts] = await Promise.all([
    store.managedPolicies.list(scope, input.scope ?? "All"),
    store.managedPolicies.attachmentCounts(scope),
  ]);
  const wanted = policies
    .map((policy) => ({ ...policy, attachmentCount: counts.get(policy.arn) ?? 0 }))
    .filter(({ path }) => path.startsWith(input.pathPrefix ?? "/"))
    .filter(({ attachmentCount }) => !input.onlyAttached || attachmentCount > 0);
  // The ARN behind the name, as an account may call a policy as AWS calls one of its own.
  return pageOf(wanted, input, ({ policyName, arn }) => `${policyName} ${arn}`);
}
