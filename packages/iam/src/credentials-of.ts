import type { Caller } from "@lambent/access";
import { parseRoleArn } from "@lambent/model";
import { sessionArn } from "./issue-session.ts";
import type { IamPorts } from "./ports.ts";
import { type Session, unsealSession } from "./session-token.ts";

/** What a signature is checked with, and who it then is; or why there is nothing to check. */
export type SessionCredentials =
  | { outcome: "valid"; secretAccessKey: string; accountId: string; caller: Caller }
  /** AWS: 403 ExpiredToken, "The security token included in the request is expired". */
  | { outcome: "expired" }
  /** AWS: 403 InvalidClientTokenId, "The security token included in the request is invalid". */
  | { outcome: "invalid" };

/**
 * The credentials of a session, from its token; keys without a token are not ours to know. The role is the one of now: a
 * policy that is taken away is gone for sessions that run, and with the role all of them end.
 */
export async function credentialsOf(
  ports: IamPorts,
  { accessKeyId, sessionToken }: { accessKeyId: string; sessionToken?: string },
): Promise<SessionCredentials> {
  const session = sessionToken === undefined ? null : unsealSession(ports.store.sealer, sessionToken);
  if (session === null || session.accessKeyId !== accessKeyId) return { outcome: "invalid" };
  if (ports.clock.now().getTime() >= session.expiresAt * 1000) return { outcome: "expired" };
  const { accountId = "", roleName = "" } = parseRoleArn(session.roleArn) ?? {};
  const scope = { ...ports.scope, accountId };
  const found = await ports.rolePolicies.get(scope, roleName);
  if (found === null || found.role.roleId !== session.roleId) return { outcome: "invalid" };
  return {
    outcome: "valid",
    secretAccessKey: session.secretAccessKey,
    accountId,
    caller: {
      principalArn: sessionArn(session.roleArn, session.sessionName),
      name: session.sessionName,
      policy: [],
      policies: found.policies,
      userId: `${session.roleId}:${session.sessionName}`,
      // A tag of the session stands before the role's of the same key.
      tags: { ...found.role.tags, ...session.tags },
      session: {
        roleArn: session.roleArn,
        sessionName: session.sessionName,
        issuedAt: new Date(session.issuedAt * 1000).toISOString(),
        expiresAt: new Date(session.expiresAt * 1000).toISOString(),
        ...(await sessionPolicies(ports, scope, session)),
        context: session.context,
      },
    },
  };
}

/**
 * All session policies of a session stand together: what any of them allows is within its bounds. A managed one that is
 * gone allows nothing, and its session isn't freed by that.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
async function sessionPolicies({ rolePolicies }: IamPorts, scope: IamPorts["scope"], session: Session) {
  const { policies, policyArns } = session;
  if (policies.length + policyArns.length === 0) return {};
  const inline = policies.map((text) => ({ name: "session policy", document: JSON.parse(text) }));
  return { policies: [...inline, ...(await rolePolicies.managed(scope, policyArns))] };
}
