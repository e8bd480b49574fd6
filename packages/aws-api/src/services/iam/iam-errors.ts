import type { DomainErrorCode } from "@lambent/model";
import type { ErrorFace } from "../../service.ts";

/** IAM's face of what its operations can meet; on the wire they lose their endings. */
export const IAM_ERRORS: Readonly<Partial<Record<DomainErrorCode, ErrorFace>>> = {
  NoSuchEntity: { status: 404, type: "NoSuchEntityException" },
  EntityAlreadyExists: { status: 409, type: "EntityAlreadyExistsException" },
  DeleteConflict: { status: 409, type: "DeleteConflictException" },
  MalformedPolicyDocument: { status: 400, type: "MalformedPolicyDocumentException" },
  LimitExceeded: { status: 409, type: "LimitExceededException" },
  InvalidInput: { status: 400, type: "InvalidInputException" },
  ValidationError: { status: 400, type: "ValidationError" },
  AccessDenied: { status: 403, type: "AccessDenied" },
};
