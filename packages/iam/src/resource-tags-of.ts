import { parseRoleArn } from "@lambent/model";
import type { IamPorts } from "./ports.ts";

/** Tags of a role or a policy of the account by its ARN; none when it isn't there. */
export async function resourceTagsOf(
  { store, rolePolicies, scope }: IamPorts,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const { accountId, roleName } = parseRoleArn(arn) ?? {};
  if (roleName !== undefined) {
    if (accountId !== scope.accountId) return {};
    const found = await rolePolicies.get(scope, roleName);
    return found?.role.arn === arn ? found.role.tags : {};
  }
  return arn.includes(":policy/") ? ((await store.managedPolicies.get(scope, arn))?.tags ?? {}) : {};
}
