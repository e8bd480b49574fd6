import type { DomainErrorCode } from "@lambent/model";

export interface HttpError {
  status: number;
  /** AWS's exception name. */
  type: string;
}

/** HTTP's face of every domain error. @see spec: lambda §1.5 */
export const HTTP_ERRORS = {
  FunctionNotFound: { status: 404, type: "ResourceNotFoundException" },
  FunctionAlreadyExists: { status: 409, type: "ResourceConflictException" },
  RevisionMismatch: { status: 412, type: "PreconditionFailedException" },
  InvalidParameterValue: { status: 400, type: "InvalidParameterValueException" },
  InvalidZipFile: { status: 400, type: "InvalidParameterValueException" },
  UnzippedCodeTooLarge: { status: 400, type: "InvalidParameterValueException" },
  ZippedCodeTooLarge: { status: 413, type: "RequestEntityTooLargeException" },
  CodePackageNotFound: { status: 404, type: "ResourceNotFoundException" },
  CodeFileNotFound: { status: 404, type: "ResourceNotFoundException" },
  PayloadTooLarge: { status: 413, type: "RequestEntityTooLargeException" },
  FunctionDoesNotExist: { status: 404, type: "ResourceNotFoundException" },
  EventInvokeConfigNotFound: { status: 404, type: "ResourceNotFoundException" },
  InvalidRequestContent: { status: 400, type: "InvalidRequestContentException" },
  TooManyRequests: { status: 429, type: "TooManyRequestsException" },
  ResourceConflict: { status: 409, type: "ResourceConflictException" },
  ResourceNotFound: { status: 404, type: "ResourceNotFoundException" },
  PolicyLengthExceeded: { status: 400, type: "PolicyLengthExceededException" },
  NoSuchEntity: { status: 404, type: "NoSuchEntityException" },
  EntityAlreadyExists: { status: 409, type: "EntityAlreadyExistsException" },
  DeleteConflict: { status: 409, type: "DeleteConflictException" },
  MalformedPolicyDocument: { status: 400, type: "MalformedPolicyDocumentException" },
  LimitExceeded: { status: 409, type: "LimitExceededException" },
  InvalidInput: { status: 400, type: "InvalidInputException" },
  ValidationError: { status: 400, type: "ValidationError" },
  PackedPolicyTooLarge: { status: 400, type: "PackedPolicyTooLargeException" },
  TestEventNotFound: { status: 404, type: "ResourceNotFoundException" },
  TestEventLimitExceeded: { status: 400, type: "InvalidParameterValueException" },
  AccessDenied: { status: 403, type: "AccessDeniedException" },
  RuntimeUnavailable: { status: 400, type: "InvalidParameterValueException" },
  InternetAccessUnavailable: { status: 400, type: "InvalidParameterValueException" },
  SandboxFailure: { status: 500, type: "ServiceException" },
  ValidationFailed: { status: 400, type: "ValidationException" },
  AliasNotFound: { status: 404, type: "ResourceNotFoundException" },
  AliasAlreadyExists: { status: 409, type: "ResourceConflictException" },
  ProvisionedConcurrencyConfigNotFound: { status: 404, type: "ProvisionedConcurrencyConfigNotFoundException" },
  RecursiveInvocation: { status: 400, type: "RecursiveInvocationException" },
} as const satisfies Record<DomainErrorCode, HttpError>;
