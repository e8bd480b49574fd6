import { MEMBER_INTEGER_MAX, wholeNumber } from "./whole-number.ts";

/** Invocations that may run at once in an account and Region, all functions together, unless the server is told otherwise. */
export const ACCOUNT_CONCURRENCY_DEFAULT = 1000;
/** What reservations have to leave to the functions without one. */
export const UNRESERVED_CONCURRENCY_MIN = 100;

/**
 * Concurrency set aside for one function, all its versions together: guaranteed to it, and the most it can have.
 * 0 throttles every invocation. The upper bound depends on the account: see {@link reservableConcurrency}.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export const ReservedConcurrentExecutionsSchema = wholeNumber("reservedConcurrentExecutions", 0, MEMBER_INTEGER_MAX);

/** AWS's GetFunctionConcurrency in our casing. */
export interface FunctionConcurrency {
  /** Absent when the function shares the account's unreserved concurrency. */
  reservedConcurrentExecutions?: number;
}

/** AWS's GetAccountSettings in our casing; of AWS's limits, those that hold here. */
export interface AccountSettings {
  accountLimit: {
    concurrentExecutions: number;
    /** What functions without a reservation share. */
    unreservedConcurrentExecutions: number;
    codeSizeZippedBytes: number;
    codeSizeUnzippedBytes: number;
  };
  accountUsage: {
    functionCount: number;
    /** Of all functions' packages. */
    codeSizeBytes: number;
  };
}

/**
 * The most that a function may reserve: what is unreserved now and what it has itself, less what must stay unreserved.
 * A reservation that shrinks or is 0 takes nothing from the others, so it is always in order.
 */
export function reservableConcurrency(unreserved: number, { reservedConcurrentExecutions = 0 }: FunctionConcurrency) {
  return Math.max(reservedConcurrentExecutions, reservedConcurrentExecutions + unreserved - UNRESERVED_CONCURRENCY_MIN);
}

/** AWS's words for a reservation that leaves the others too little. */
export const UNRESERVED_CONCURRENCY_TOO_LOW = `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_CONCURRENCY_MIN}].`;
