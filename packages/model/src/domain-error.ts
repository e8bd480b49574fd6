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
  "FunctionDoesNotExist",
  "EventInvokeConfigNotFound",
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
  "RecursiveInvocation",
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];

/** A refusal that a caller can understand. Knows no HTTP: each edge gives the codes a face. */
export abstract class DomainError extends Error {
  abstract readonly code: DomainErrorCode;
  override get name(): string {
    return this.code;
  }
}
