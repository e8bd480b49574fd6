import { trustsService } from "@lambent/access";
import {
  functionArn,
  InvalidParameterValue,
  LAMBDA_SERVICE_PRINCIPAL,
  parseRoleArn,
  ROLE_NOT_ASSUMABLE,
  type Role,
} from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * The role that a function is to have: of this account, there, and trusting Lambda.
 * @throws InvalidParameterValue with AWS's one sentence for all of these
 */
export async function requireLambdaRole(
  { store, scope }: Pick<Ports, "store" | "scope">,
  { role: arn, functionName }: { role: string; functionName: string },
): Promise<Role> {
  const { accountId, roleName } = parseRoleArn(arn) ?? {};
  const role = accountId === scope.accountId ? await store.roles.get(scope, roleName ?? "") : null;
  // A name says nothing about the path: another role may have stood under this ARN.
  if (role === null || role.arn !== arn) throw new InvalidParameterValue(ROLE_NOT_ASSUMABLE);
  const trusted = { arn: role.arn, trustPolicy: JSON.parse(role.trustPolicy) };
  const source = { "aws:SourceAccount": scope.accountId, "aws:SourceArn": functionArn(scope, functionName) };
  if (!trustsService(trusted, LAMBDA_SERVICE_PRINCIPAL, source)) throw new InvalidParameterValue(ROLE_NOT_ASSUMABLE);
  return role;
}
