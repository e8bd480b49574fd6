import { DomainError, type DomainErrorCode, TooManyRequests, validationErrorMessage } from "@lambent/model";
import type { TRPCError } from "@trpc/server";
import { z } from "zod";
import { HTTP_ERRORS } from "./http-errors.ts";

/** What every refusal carries to the browser, whichever way it came. */
export interface Fault {
  /** `InternalError` is ours; its details are in the server's own output alone. */
  code: DomainErrorCode | "UnknownOperation" | "InternalError";
  message: string;
  /** AWS's exception name. */
  type: string;
  /** Why an invocation was throttled. */
  reason?: string;
  /** One entry per refused member of the input, for forms. */
  issues?: { path: string; message: string }[];
}

export const INTERNAL_FAULT: Fault = {
  code: "InternalError",
  message: "Something went wrong on the server. Its output says what.",
  type: "ServiceException",
};

/** The fault of an error that has a name; anything else is ours. */
export function faultOf(error: unknown): Fault {
  if (error instanceof DomainError) {
    const { code, message } = error;
    const reason = error instanceof TooManyRequests ? { reason: error.reason } : {};
    return { code, message, type: HTTP_ERRORS[code].type, ...reason };
  }
  return error instanceof z.ZodError ? validationFault(error) : INTERNAL_FAULT;
}

/** The fault of a procedure: what it threw, or what tRPC refused before it ran. */
export function faultOfProcedure({ code, cause, message }: TRPCError): Fault {
  if (cause instanceof DomainError || cause instanceof z.ZodError) return faultOf(cause);
  if (code === "INTERNAL_SERVER_ERROR") return INTERNAL_FAULT;
  if (code === "NOT_FOUND") return unknownOperation(message);
  return { code: "InvalidParameterValue", message, type: "ValidationException" };
}

export function unknownOperation(message: string): Fault {
  return { code: "UnknownOperation", message, type: "UnknownOperationException" };
}

function validationFault(error: z.ZodError): Fault {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  // The model words its refusals as AWS does; what zod finds by itself lacks the place.
  const constraints = error.issues.map(({ path, message, code }) =>
    code === "custom" || message.startsWith("Value ") ? message : `${path.join(".") || "input"}: ${message}`,
  );
  return {
    code: "InvalidParameterValue",
    message: validationErrorMessage(constraints),
    type: "ValidationException",
    issues,
  };
}
