import {
  type FunctionConcurrency,
  ReservedConcurrentExecutionsSchema,
  reservableConcurrency,
  UNRESERVED_CONCURRENCY_MIN,
} from "@lambent/model";

/** The form's fields as typed: text, so that what can't be read as a number can be shown and refused. */
export interface ConcurrencyForm {
  reserve: boolean;
  reserved: string;
}

export function concurrencyForm({ reservedConcurrentExecutions }: FunctionConcurrency): ConcurrencyForm {
  return {
    reserve: reservedConcurrentExecutions !== undefined,
    reserved: String(reservedConcurrentExecutions ?? ""),
  };
}

export function concurrencyOf({ reserve, reserved }: ConcurrencyForm): FunctionConcurrency {
  return reserve ? { reservedConcurrentExecutions: wholeNumber(reserved) } : {};
}

/**
 * What must change before the form can be saved.
 * @param unreserved the account's unreserved concurrency now; unknown until it is loaded, and then the server decides.
 */
export function concurrencyIssue(
  form: ConcurrencyForm,
  saved: FunctionConcurrency,
  unreserved: number | undefined,
): string | undefined {
  const { reservedConcurrentExecutions: wanted } = concurrencyOf(form);
  if (wanted === undefined) return undefined;
  if (!ReservedConcurrentExecutionsSchema.safeParse(wanted).success) return "Enter a whole number, 0 or more.";
  if (unreserved !== undefined && wanted > reservableConcurrency(unreserved, saved)) {
    return `The unreserved account concurrency can't go below ${UNRESERVED_CONCURRENCY_MIN}.`;
  }
  return undefined;
}

/** What the other functions would share if the form were saved; null when it can't be said. */
export function unreservedAfter(
  form: ConcurrencyForm,
  saved: FunctionConcurrency,
  unreserved: number | undefined,
): number | null {
  if (unreserved === undefined || concurrencyIssue(form, saved, unreserved) !== undefined) return null;
  const { reservedConcurrentExecutions: wanted = 0 } = concurrencyOf(form);
  return unreserved + (saved.reservedConcurrentExecutions ?? 0) - wanted;
}

/** As the view and the two sides of a conflict write it. */
export function concurrencyText({ reservedConcurrentExecutions }: FunctionConcurrency): string {
  return reservedConcurrentExecutions === undefined
    ? "Use unreserved account concurrency"
    : String(reservedConcurrentExecutions);
}

/** NaN, which the schema refuses, for what isn't a plain whole number. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
