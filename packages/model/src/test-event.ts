import { z } from "zod";
import { SYNC_PAYLOAD_LIMIT_BYTES } from "./payload.ts";

export const TEST_EVENT_NAME_MAX_LENGTH = 25;
/** AWS keeps 10 private events per function; people ask for more (spec console §13). */
export const TEST_EVENTS_MAX = 100;

export interface SavedTestEvent {
  name: string;
  /** The event's JSON as the person wrote it, formatting included. */
  eventJson: string;
  /** ISO 8601, UTC. */
  updatedAt: string;
}

/** At most 25 letters, numbers, dots, hyphens and underscores. */
export const TestEventNameSchema = z
  .string()
  .min(1, "Enter an event name.")
  .max(TEST_EVENT_NAME_MAX_LENGTH, `An event name can have up to ${TEST_EVENT_NAME_MAX_LENGTH} characters.`)
  .regex(/^[a-zA-Z0-9._-]*$/, "An event name can contain only letters, numbers, dots, hyphens and underscores.");

/** Any JSON value, at most 6 MB of UTF-8. */
export const TestEventJsonSchema = z.string().superRefine((text, context) => {
  const refuse = (message: string) => context.addIssue({ code: "custom", input: null, message });
  if (new TextEncoder().encode(text).length > SYNC_PAYLOAD_LIMIT_BYTES) {
    refuse(`The event must be smaller than ${SYNC_PAYLOAD_LIMIT_BYTES} bytes.`);
    return;
  }
  try {
    JSON.parse(text);
  } catch (error) {
    refuse(`The event is not valid JSON: ${(error as Error).message}`);
  }
});
