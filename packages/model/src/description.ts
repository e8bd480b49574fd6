import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

export const DESCRIPTION_MAX_LENGTH = 256;

/** Free text about a function, at most 256 characters; empty when there is none. */
export const DescriptionSchema = z.string().superRefine((description, context) => {
  if (description.length <= DESCRIPTION_MAX_LENGTH) return;
  context.addIssue({
    code: "custom",
    input: description,
    message: constraintMessage(description, "description", MEMBER.maxLength(DESCRIPTION_MAX_LENGTH)),
  });
});
