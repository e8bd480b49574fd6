import { DomainError, TooManyRequests } from "@lambent/model";
import { AwsFault, type FaultDetails } from "../aws-fault.ts";
import type { AwsService } from "../service.ts";

const INTERNAL_MESSAGE = "Something went wrong on the server. Its output says what.";
/** When a throttled caller may try again: places are taken for as long as invocations run, mostly less than a second. */
const RETRY_AFTER_SECONDS = "1";

export interface Fault {
  details: FaultDetails;
  /** Ours, and to be told to whoever runs the server. */
  isInternal: boolean;
}

/** The face that an error has in a service. */
export function faultOf(error: unknown, { errors }: Pick<AwsService<never>, "errors">): Fault {
  if (error instanceof AwsFault) return { details: error.details, isInternal: false };
  const face = error instanceof DomainError ? errors[error.code] : undefined;
  if (!(error instanceof DomainError) || face === undefined) {
    return { details: { status: 500, type: "ServiceException", message: INTERNAL_MESSAGE }, isInternal: true };
  }
  const members =
    error instanceof TooManyRequests ? { Reason: error.reason, retryAfterSeconds: RETRY_AFTER_SECONDS } : undefined;
  return { details: { ...face, message: error.message, ...(members && { members }) }, isInternal: false };
}
