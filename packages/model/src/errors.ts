import type { Architecture } from "./architecture.ts";
import { UNZIPPED_CODE_LIMIT_BYTES, ZIPPED_CODE_LIMIT_BYTES } from "./code-package.ts";
import type { IamAction } from "./iam-action.ts";
import type { ThrottleReason } from "./outcome.ts";
import { SYNC_PAYLOAD_LIMIT_BYTES } from "./payload.ts";
import type { DenialReason, PolicyType } from "./policy.ts";
import type { RuntimeId } from "./runtime.ts";
import { TEST_EVENTS_MAX } from "./test-event.ts";
import { validationErrorMessage } from "./validation-message.ts";

/** Every code a {@link DomainError} can have; an edge maps them with `satisfies Record<DomainErrorCode, …>`. */
export const DOMAIN_ERROR_CODES = [
  "FunctionNotFound",
  "FunctionAlreadyExists",
  "RevisionMismatch",
  "InvalidParameterValue",
  "InvalidZipFile",
  "UnzippedCodeTooLarge",
  "ZippedCodeTooLarge",
  "CodePackageNotFound",
  "CodeFileNotFound",
  "PayloadTooLarge",
  "InvalidRequestContent",
  "TooManyRequests",
  "ResourceConflict",
  "ResourceNotFound",
  "PolicyLengthExceeded",
  "NoSuchEntity",
  "EntityAlreadyExists",
  "DeleteConflict",
  "MalformedPolicyDocument",
  "LimitExceeded",
  "InvalidInput",
  "ValidationError",
  "PackedPolicyTooLarge",
  "TestEventNotFound",
  "TestEventLimitExceeded",
  "AccessDenied",
  "RuntimeUnavailable",
  "InternetAccessUnavailable",
  "SandboxFailure",
  "ValidationFailed",
  "AliasNotFound",
  "AliasAlreadyExists",
  "ProvisionedConcurrencyConfigNotFound",
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];

/** A refusal that a caller can understand. Knows no HTTP: each edge gives the codes a face. */
export abstract class DomainError extends Error {
  abstract readonly code: DomainErrorCode;
  override get name(): string {
    return this.code;
  }
}

/** AWS: 404 ResourceNotFoundException. */
export class FunctionNotFound extends DomainError {
  readonly code = "FunctionNotFound";
  constructor(readonly functionArn: string) {
    super(`Function not found: ${functionArn}`);
  }
}

/** A name that is taken in this account and Region. AWS: 409 ResourceConflictException, with this grammar. */
export class FunctionAlreadyExists extends DomainError {
  readonly code = "FunctionAlreadyExists";
  constructor(readonly functionName: string) {
    super(`Function already exist: ${functionName}`);
  }
}

/** Somebody else changed the resource since the caller read it. AWS: 412 PreconditionFailedException. */
export class RevisionMismatch extends DomainError {
  readonly code = "RevisionMismatch";
  /** @param readBy the operation that tells the latest revision. */
  constructor(readBy: "GetFunction/GetAlias" | "GetPolicy" | "GetLayerPolicy" = "GetFunction/GetAlias") {
    super(
      `The Revision Id provided does not match the latest Revision Id. Call the ${readBy} API to retrieve the latest Revision Id`,
    );
  }
}

/** AWS: 400 InvalidParameterValueException. */
export class InvalidParameterValue extends DomainError {
  readonly code = "InvalidParameterValue";
}

/** AWS: 400 InvalidParameterValueException. AWS gives no reason; ours follows its sentence. */
export class InvalidZipFile extends DomainError {
  readonly code = "InvalidZipFile";
  /** @param reason a sentence, or `empty` for AWS's own text about empty uploads. */
  constructor(readonly reason: string) {
    super(
      reason === "empty"
        ? "Uploaded file must be a non-empty zip"
        : `Could not unzip uploaded file. Please check your file, then try to upload again. ${reason}`,
    );
  }
}

/** AWS: 400 InvalidParameterValueException. */
export class UnzippedCodeTooLarge extends DomainError {
  readonly code = "UnzippedCodeTooLarge";
  constructor() {
    super(`Unzipped size must be smaller than ${UNZIPPED_CODE_LIMIT_BYTES} bytes`);
  }
}

/** AWS: 413 RequestEntityTooLargeException. */
export class ZippedCodeTooLarge extends DomainError {
  readonly code = "ZippedCodeTooLarge";
  constructor() {
    super(`Zipped size must be smaller than ${ZIPPED_CODE_LIMIT_BYTES} bytes`);
  }
}

/** A function names code that the store doesn't hold: our own fault, or files removed by hand. */
export class CodePackageNotFound extends DomainError {
  readonly code = "CodePackageNotFound";
  constructor(readonly codeSha256: string) {
    super(`The code package ${codeSha256} is not in the store. Deploy the function again.`);
  }
}

export class CodeFileNotFound extends DomainError {
  readonly code = "CodeFileNotFound";
  constructor(readonly path: string) {
    super(`The file '${path}' is not in the deployment package.`);
  }
}

/** AWS: 413 RequestEntityTooLargeException. */
export class PayloadTooLarge extends DomainError {
  readonly code = "PayloadTooLarge";
  constructor() {
    super(`Request must be smaller than ${SYNC_PAYLOAD_LIMIT_BYTES} bytes for the InvokeFunction operation`);
  }
}

/** An event that is not JSON. AWS: 400 InvalidRequestContentException; clients match the text before `detail`. */
export class InvalidRequestContent extends DomainError {
  readonly code = "InvalidRequestContent";
  constructor(detail: string) {
    super(`Could not parse request body into json: Could not parse payload into json: ${detail}`);
  }
}

/** AWS: 429 TooManyRequestsException with `Reason`. */
export class TooManyRequests extends DomainError {
  readonly code = "TooManyRequests";
  constructor(readonly reason: ThrottleReason) {
    super("Rate Exceeded.");
  }
}

/** Refused in the present state of the function. AWS: 409 ResourceConflictException. */
export class ResourceConflict extends DomainError {
  readonly code = "ResourceConflict";

  static updateInProgress(functionArn: string): ResourceConflict {
    return new ResourceConflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`,
    );
  }

  static aliasesReferToVersion(aliasNames: readonly string[]): ResourceConflict {
    return new ResourceConflict(
      `Unable to delete version because the following aliases reference it: [${aliasNames.join(", ")}]`,
    );
  }

  static inState(state: string): ResourceConflict {
    return new ResourceConflict(
      `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
    );
  }
}

/** Something other than a function is missing, in the words of the operation. AWS: 404 ResourceNotFoundException. */
export class ResourceNotFound extends DomainError {
  readonly code = "ResourceNotFound";
  /** @param message AWS's general sentence when omitted. */
  constructor(message = "The resource you requested does not exist.") {
    super(message);
  }
}

/** AWS: 400 PolicyLengthExceededException. */
export class PolicyLengthExceeded extends DomainError {
  readonly code = "PolicyLengthExceeded";
  constructor(
    readonly sizeBytes: number,
    readonly limitBytes: number,
  ) {
    super(`The final policy size (${sizeBytes}) is bigger than the limit (${limitBytes}).`);
  }
}

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

export class TestEventNotFound extends DomainError {
  readonly code = "TestEventNotFound";
  constructor(
    readonly functionName: string,
    readonly testEventName: string,
  ) {
    super(`The function ${functionName} has no test event named ${testEventName}.`);
  }
}

export class TestEventLimitExceeded extends DomainError {
  readonly code = "TestEventLimitExceeded";
  constructor(readonly functionName: string) {
    super(`${functionName} already has ${TEST_EVENTS_MAX} test events. Delete one to save another.`);
  }
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

/** A runtime or architecture that exists, but that this host can't run. */
export class RuntimeUnavailable extends DomainError {
  readonly code = "RuntimeUnavailable";
  constructor(
    readonly runtime: RuntimeId,
    readonly architecture: Architecture,
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`${runtime} on ${architecture} can't run on this host: ${reason} ${remedy}`.trim());
  }
}

/** A function was to reach the internet, and this host can't let it. */
export class InternetAccessUnavailable extends DomainError {
  readonly code = "InternetAccessUnavailable";
  constructor(
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`Functions can't have internet access on this host: ${reason} ${remedy}`.trim());
  }
}

/** Our own fault or the host's: an execution environment could not be started or kept. AWS: 500 ServiceException. */
export class SandboxFailure extends DomainError {
  readonly code = "SandboxFailure";
}

/** Members that are not of the form that they must have. AWS: 400 ValidationException. */
export class ValidationFailed extends DomainError {
  readonly code = "ValidationFailed";
  /** @param constraints one sentence each, as `constraintMessage` makes them. */
  constructor(readonly constraints: readonly string[]) {
    super(validationErrorMessage(constraints));
  }
}

/** AWS: 404 ResourceNotFoundException, worded in two ways. @see spec: lambda §1.5 */
export class AliasNotFound extends DomainError {
  readonly code = "AliasNotFound";

  /** Asked for as an alias. */
  static cannotFind(aliasArn: string): AliasNotFound {
    return new AliasNotFound(`Cannot find alias arn: ${aliasArn}`);
  }

  /** About to be changed. */
  static notFound(aliasArn: string): AliasNotFound {
    return new AliasNotFound(`Alias not found: ${aliasArn}`);
  }
}

/** AWS: 409 ResourceConflictException. */
export class AliasAlreadyExists extends DomainError {
  readonly code = "AliasAlreadyExists";
  constructor(readonly aliasArn: string) {
    super(`Alias already exists: ${aliasArn}`);
  }
}

/** AWS: 404 ProvisionedConcurrencyConfigNotFoundException. */
export class ProvisionedConcurrencyConfigNotFound extends DomainError {
  readonly code = "ProvisionedConcurrencyConfigNotFound";
  constructor() {
    super("No Provisioned Concurrency Config found for this function");
  }
}
