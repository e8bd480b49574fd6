import type { DomainErrorCode } from "@lambent/model";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";

/** tRPC's face of every domain error. A test holds its HTTP statuses to those of the HTTP table. */
export const TRPC_ERRORS = {
  FunctionNotFound: "NOT_FOUND",
  FunctionAlreadyExists: "CONFLICT",
  RevisionMismatch: "PRECONDITION_FAILED",
  InvalidParameterValue: "BAD_REQUEST",
  InvalidZipFile: "BAD_REQUEST",
  UnzippedCodeTooLarge: "BAD_REQUEST",
  ZippedCodeTooLarge: "PAYLOAD_TOO_LARGE",
  CodePackageNotFound: "NOT_FOUND",
  CodeFileNotFound: "NOT_FOUND",
  PayloadTooLarge: "PAYLOAD_TOO_LARGE",
  FunctionDoesNotExist: "NOT_FOUND",
  EventInvokeConfigNotFound: "NOT_FOUND",
  InvalidRequestContent: "BAD_REQUEST",
  TooManyRequests: "TOO_MANY_REQUESTS",
  ResourceConflict: "CONFLICT",
  ResourceNotFound: "NOT_FOUND",
  PolicyLengthExceeded: "BAD_REQUEST",
  RoleNotFound: "NOT_FOUND",
  TestEventNotFound: "NOT_FOUND",
  TestEventLimitExceeded: "BAD_REQUEST",
  AccessDenied: "FORBIDDEN",
  RuntimeUnavailable: "BAD_REQUEST",
  InternetAccessUnavailable: "BAD_REQUEST",
  SandboxFailure: "INTERNAL_SERVER_ERROR",
  ValidationFailed: "BAD_REQUEST",
  AliasNotFound: "NOT_FOUND",
  AliasAlreadyExists: "CONFLICT",
  ProvisionedConcurrencyConfigNotFound: "NOT_FOUND",
} as const satisfies Record<DomainErrorCode, TRPC_ERROR_CODE_KEY>;
