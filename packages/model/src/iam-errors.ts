import { DomainError } from "./domain-error.ts";
import type { IamAction } from "./iam-action.ts";
import type { DenialReason, PolicyType } from "./policy.ts";

/** Something that IAM doesn't know. AWS: 404 NoSuchEntity. */
export class NoSuchEntity extends DomainError {
  readonly code = "NoSuchEntity";

  static role(roleName: string): NoSuchEntity {
    return new NoSuchEntity(`The role with name ${roleName} cannot be found.`);
  }

  static rolePolicy(policyName: string): NoSuchEntity {
    return new NoSuchEntity(`The role policy with name ${policyName} cannot be found.`);
  }

  static policy(policyArn: string): NoSuchEntity {
    return new NoSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
  }

  static policyVersion(policyArn: string, versionId: string): NoSuchEntity {
    return new NoSuchEntity(`Policy ${policyArn} version ${versionId} does not exist or is not attachable.`);
  }

  static attachment(policyArn: string): NoSuchEntity {
    return new NoSuchEntity(`Policy ${policyArn} was not found.`);
  }
}

/** A name that is taken in the account. AWS: 409 EntityAlreadyExists. */
export class EntityAlreadyExists extends DomainError {
  readonly code = "EntityAlreadyExists";

  static role(roleName: string): EntityAlreadyExists {
    return new EntityAlreadyExists(`Role with name ${roleName} already exists.`);
  }

  static policy(policyName: string): EntityAlreadyExists {
    return new EntityAlreadyExists(`A policy called ${policyName} already exists. Duplicate names are not allowed.`);
  }
}

/** Something that others still refer to. AWS: 409 DeleteConflict. */
export class DeleteConflict extends DomainError {
  readonly code = "DeleteConflict";
}

/** A policy that is no policy. AWS: 400 MalformedPolicyDocument. */
export class MalformedPolicyDocument extends DomainError {
  readonly code = "MalformedPolicyDocument";
}

/** One of IAM's quotas. AWS: 409 LimitExceeded. */
export class LimitExceeded extends DomainError {
  readonly code = "LimitExceeded";
}

/** AWS: 400 InvalidInput. */
export class InvalidInput extends DomainError {
  readonly code = "InvalidInput";
}

/** A parameter that breaks IAM's or STS's rules for it. AWS: 400 ValidationError. */
export class ValidationError extends DomainError {
  readonly code = "ValidationError";
}

/** Session policies and tags that don't fit into a session token. AWS: 400 PackedPolicyTooLarge. */
export class PackedPolicyTooLarge extends DomainError {
  readonly code = "PackedPolicyTooLarge";
}

/** AWS: 403 AccessDeniedException (AccessDenied in IAM and STS). */
export class AccessDenied extends DomainError {
  readonly code = "AccessDenied";
  /** @param reason for screens that say why; the message says it in AWS's words. */
  constructor(
    readonly principalArn: string,
    readonly action: IamAction,
    readonly resourceArn: string,
    readonly reason: DenialReason = { because: "noAllow", policyType: "identity" },
  ) {
    super(
      `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resourceArn} ${denialText(action, reason)}`,
    );
  }
}

const POLICY_TYPE_NAMES: Readonly<Record<PolicyType, string>> = {
  identity: "identity-based policy",
  resource: "resource-based policy",
  session: "session policy",
  boundary: "permissions boundary",
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denialText(action: string, reason: DenialReason): string {
  if (reason.because === "noAllow") {
    return `because no ${POLICY_TYPE_NAMES[reason.policyType]} allows the ${action} action`;
  }
  const name = POLICY_TYPE_NAMES[reason.statement.policyType];
  return `with an explicit deny in ${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
