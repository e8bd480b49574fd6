import { DomainError } from "@lambent/model";
import { TRPCError } from "@trpc/server";
import { TRPC_ERRORS } from "./trpc-errors.ts";

/** Gives a domain error its tRPC code; everything else stays what it was. */
export function domainErrorAsTrpc(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  return new TRPCError({ code: TRPC_ERRORS[error.code], message: error.message, cause: error });
}
