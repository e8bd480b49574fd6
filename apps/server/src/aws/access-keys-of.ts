import type { AccessKeyLookup } from "@lambent/access";
import { credentialsOf, type IamPorts } from "@lambent/iam";

/**
 * The keys that a server knows: its own, and behind them those of sessions, which are known by the token that comes with
 * them.
 */
export function accessKeysOf(own: AccessKeyLookup, iam: IamPorts): AccessKeyLookup {
  return (accessKeyId, sessionToken) => {
    const found = own(accessKeyId, sessionToken);
    if (found !== undefined || sessionToken === undefined) return found;
    return sessionKey(iam, accessKeyId, sessionToken);
  };
}

async function sessionKey(iam: IamPorts, accessKeyId: string, sessionToken: string) {
  const found = await credentialsOf(iam, { accessKeyId, sessionToken });
  if (found.outcome === "invalid") return undefined;
  if (found.outcome === "expired") return "expired";
  const { secretAccessKey, accountId, caller } = found;
  return { accessKeyId, secretAccessKey, sessionToken, accountId, caller, wellKnown: false };
}
