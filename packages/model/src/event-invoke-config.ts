import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";
import { wholeNumber } from "./whole-number.ts";

/** Runs after the first one that a function error leads to, unless configured. */
export const MAXIMUM_RETRY_ATTEMPTS_DEFAULT = 2;
/** Six hours. */
export const MAXIMUM_EVENT_AGE_SECONDS_DEFAULT = 21_600;

/** 0 to 2. */
export const MaximumRetryAttemptsSchema = wholeNumber("maximumRetryAttempts", 0, 2);
/** 60 to 21,600 s. */
export const MaximumEventAgeInSecondsSchema = wholeNumber("maximumEventAgeInSeconds", 60, 21_600);

const DESTINATION_MAX_LENGTH = 350;
/** As AWS prints it, less Kafka, which asynchronous invocations have no use for. */
const DESTINATION_PATTERN_TEXT =
  "$|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";
const DESTINATION_PATTERN = new RegExp(`^(?:${DESTINATION_PATTERN_TEXT})$`);

function destination(path: string) {
  return z
    .string({ error: (issue) => constraintMessage(issue.input, path, "Member must be a string") })
    .superRefine((value, context) => {
      const refuse = (constraint: string) =>
        context.addIssue({ code: "custom", input: value, message: constraintMessage(value, path, constraint) });
      if (value.length > DESTINATION_MAX_LENGTH) refuse(MEMBER.maxLength(DESTINATION_MAX_LENGTH));
      else if (!DESTINATION_PATTERN.test(value)) refuse(MEMBER.pattern(DESTINATION_PATTERN_TEXT));
    });
}

/** ARNs; the empty text is no destination. */
export const DestinationConfigSchema = z.object({
  onSuccess: z.object({ destination: destination("destinationConfig.onSuccess.destination").optional() }).optional(),
  onFailure: z.object({ destination: destination("destinationConfig.onFailure.destination").optional() }).optional(),
});
/** Where the record of an asynchronous invocation is sent once it has ended. */
export type DestinationConfig = z.output<typeof DestinationConfigSchema>;

/** How asynchronous invocations of a qualifier are tried again, and where their results go. */
export interface EventInvokeConfig {
  destinationConfig: DestinationConfig;
  /** {@link MAXIMUM_RETRY_ATTEMPTS_DEFAULT} when absent. */
  maximumRetryAttempts?: number;
  /** {@link MAXIMUM_EVENT_AGE_SECONDS_DEFAULT} when absent. */
  maximumEventAgeInSeconds?: number;
}

/** AWS's FunctionEventInvokeConfig in our casing. */
export interface FunctionEventInvokeConfig extends EventInvokeConfig {
  /** Always with a qualifier, `$LATEST` too. */
  functionArn: string;
  /** ISO 8601 with milliseconds, UTC. */
  lastModified: string;
}
