import { trustsService } from "@lambent/access";
import {
  functionArn,
  InvalidParameterValue,
  LAMBDA_SERVICE_PRINCIPAL,
  parseRoleArn,
  ROLE_NOT_ASSUMABLE,
} from "@lambent/model";
import { type IssuedSession, issueSession } from "./issue-session.ts";
import type { IamPorts } from "./ports.ts";

/** Longer than an execution environment is kept; AWS's own last about as long. */
const DURATION_SECONDS = 12 * 3600;

/**
 * Credentials for an execution environment: the function acts as its execution role, in a session named after it.
 * @throws InvalidParameterValue when the role isn't there (any more) or doesn't trust Lambda
 */
export async function executionRoleSession(
  ports: IamPorts,
  { roleArn, functionName }: { roleArn: string; functionName: string },
): Promise<IssuedSession> {
  const { scope, rolePolicies } = ports;
  const { accountId, roleName = "" } = parseRoleArn(roleArn) ?? {};
  const role = accountId === scope.accountId ? (await rolePolicies.get(scope, roleName))?.role : undefined;
  if (role === undefined || role.arn !== roleArn) throw new InvalidParameterValue(ROLE_NOT_ASSUMABLE);
  const sourceArn = functionArn(scope, functionName);
  const trusted = { arn: role.arn, trustPolicy: JSON.parse(role.trustPolicy) };
  const source = { "aws:SourceAccount": scope.accountId, "aws:SourceArn": sourceArn };
  if (!trustsService(trusted, LAMBDA_SERVICE_PRINCIPAL, source)) throw new InvalidParameterValue(ROLE_NOT_ASSUMABLE);
  return issueSession(ports, role, {
    sessionName: functionName,
    durationSeconds: DURATION_SECONDS,
    // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    context: { "lambda:SourceFunctionArn": sourceArn },
  });
}
