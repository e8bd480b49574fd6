import type { AccessKeyFound, AccessKeyLookup } from "@lambent/access";
import { credentialsOf, type IamPorts } from "@lambent/iam";

/** Adds the temporary keys of sessions to those that are there for good. */
export function withSessions(lasting: AccessKeyLookup, iam: IamPorts): AccessKeyLookup {
  return (accessKeyId, sessionToken) =>
    sessionToken === undefined ? lasting(accessKeyId) : sessionKey(iam, accessKeyId, sessionToken);
}

async function sessionKey(iam: IamPorts, accessKeyId: string, sessionToken: string): Promise<AccessKeyFound> {
  const found = await credentialsOf(iam, { accessKeyId, sessionToken });
  if (found.outcome === "expired") return "expired";
  if (found.outcome === "invalid") return undefined;
  const { secretAccessKey, accountId, caller } = found;
  return { accessKeyId, secretAccessKey, accountId, caller, sessionToken, wellKnown: false };
}
