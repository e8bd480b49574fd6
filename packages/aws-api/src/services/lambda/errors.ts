import type { DomainErrorCode } from "@lambent/model";
import type { ErrorFace } from "../../service.ts";

/** Lambda's face of every domain error. A test holds it to the console's HTTP table. @see spec: lambda §1.5 */
export const LAMBDA_ERRORS = {
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
  InvalidRequestContent: { status: 400, type: "InvalidRequestContentException" },
  TooManyRequests: { status: 429, type: "TooManyRequestsException" },
  ResourceConflict: { status: 409, type: "ResourceConflictException" },
  RoleNotFound: { status: 404, type: "NoSuchEntityException" },
  TestEventNotFound: { status: 404, type: "ResourceNotFoundException" },
  TestEventLimitExceeded: { status: 400, type: "InvalidParameterValueException" },
  AccessDenied: { status: 403, type: "AccessDeniedException" },
  RuntimeUnavailable: { status: 400, type: "InvalidParameterValueException" },
  InternetAccessUnavailable: { status: 400, type: "InvalidParameterValueException" },
  SandboxFailure: { status: 500, type: "ServiceException" },
  ResourceNotFound: { status: 404, type: "ResourceNotFoundException" },
  PolicyLengthExceeded: { status: 400, type: "PolicyLengthExceededException" },
  ValidationFailed: { status: 400, type: "ValidationException" },
  AliasNotFound: { status: 404, type: "ResourceNotFoundException" },
  AliasAlreadyExists: { status: 409, type: "ResourceConflictException" },
  ProvisionedConcurrencyConfigNotFound: { status: 404, type: "ProvisionedConcurrencyConfigNotFoundException" },
  FunctionDoesNotExist: { status: 404, type: "ResourceNotFoundException" },
  EventInvokeConfigNotFound: { status: 404, type: "ResourceNotFoundException" },
} as const satisfies Record<DomainErrorCode, ErrorFace>;
