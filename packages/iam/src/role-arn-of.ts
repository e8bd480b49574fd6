import { roleArn } from "@lambent/model";
import type { IamPorts } from "./ports.ts";

/** The ARN that permissions for a role are judged by: with its path when there is such a role, as its name says otherwise. */
export async function roleArnOf({ rolePolicies, scope }: IamPorts, roleName: string): Promise<string> {
  const found = await rolePolicies.get(scope, roleName);
  return found?.role.arn ?? roleArn(scope, roleName, "/");
}
