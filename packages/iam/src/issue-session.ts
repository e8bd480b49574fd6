import { PackedPolicyTooLarge, type Role } from "@lambent/model";
import type { IamPorts } from "./ports.ts";
import { newTemporaryKey, SESSION_TOKEN_MAX_LENGTH, type Session, sealSession } from "./session-token.ts";

export interface TemporaryCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** ISO 8601, whole seconds. */
  expiration: string;
}

export interface IssuedSession {
  credentials: TemporaryCredentials;
  assumedRoleUser: {
    /** `AROA…:<session name>` */
    assumedRoleId: string;
    arn: string;
  };
}

export type SessionWish = Pick<Session, "sessionName"> &
  Partial<Pick<Session, "policies" | "policyArns" | "tags" | "context">> & { durationSeconds: number };

/** @throws PackedPolicyTooLarge */
export function issueSession({ store, clock }: IamPorts, role: Role, wish: SessionWish): IssuedSession {
  const { sessionName, durationSeconds, policies = [], policyArns = [], tags = {}, context = {} } = wish;
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  const expiresAt = issuedAt + durationSeconds;
  const key = newTemporaryKey();
  const sessionToken = sealSession(store.sealer, {
    ...key,
    roleArn: role.arn,
    roleId: role.roleId,
    sessionName,
    issuedAt,
    expiresAt,
    policies,
    policyArns,
    tags,
    context,
  });
  if (sessionToken.length > SESSION_TOKEN_MAX_LENGTH) {
    throw new PackedPolicyTooLarge(
      `Session policies and tags don't fit into a session token: it would have ${sessionToken.length} characters and may have ${SESSION_TOKEN_MAX_LENGTH}. Give fewer or shorter ones.`,
    );
  }
  return {
    credentials: { ...key, sessionToken, expiration: new Date(expiresAt * 1000).toISOString().replace(".000Z", "Z") },
    assumedRoleUser: { assumedRoleId: `${role.roleId}:${sessionName}`, arn: sessionArn(role.arn, sessionName) },
  };
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`: without the role's path, as on AWS. */
export function sessionArn(roleArn: string, sessionName: string): string {
  const [, partition, , , accountId, ...rest] = roleArn.split(":");
  const roleName = rest.join(":").split("/").at(-1);
  return `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
}
