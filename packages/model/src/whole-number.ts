import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/** Largest value of an Integer on AWS's wire: 32 bits with a sign. */
export const MEMBER_INTEGER_MAX = 2_147_483_647;

/** A whole number within AWS's bounds, refused in AWS's words. `path` is the member's name on the wire. */
export function wholeNumber(path: string, minimum: number, maximum: number) {
  return z
    .number({ error: (issue) => constraintMessage(issue.input, path, "Member must be a number") })
    .superRefine((value, context) => {
      const refuse = (constraint: string) =>
        context.addIssue({ code: "custom", input: value, message: constraintMessage(value, path, constraint) });
      if (!Number.isInteger(value)) refuse("Member must be a whole number");
      else if (value < minimum) refuse(MEMBER.min(minimum));
      else if (value > maximum) refuse(MEMBER.max(maximum));
    });
}
