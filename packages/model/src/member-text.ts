import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/**
 * A required text, refused in AWS's words. `path` is the member's name on the wire.
 * @param constraint says which constraint a text fails; null when none.
 */
export function memberText(path: string, constraint: (text: string) => string | null) {
  return z
    .string({ error: ({ input }) => constraintMessage(input, path, MEMBER.notNull) })
    .superRefine((text, context) => {
      const failed = constraint(text);
      if (failed === null) return;
      context.addIssue({ code: "custom", input: text, message: constraintMessage(text, path, failed) });
    });
}

/**
 * A list of at most `maximum` texts, refused in AWS's words.
 * @param constraints those that the members have to satisfy, when one of them doesn't; null when all do.
 */
export function memberList(
  path: string,
  maximum: number,
  constraints: (members: readonly string[]) => readonly string[] | null,
) {
  return z.array(z.string()).superRefine((members, context) => {
    const refuse = (constraint: string) =>
      context.addIssue({
        code: "custom",
        input: members,
        message: constraintMessage(`[${members.join(", ")}]`, path, constraint),
      });
    if (members.length > maximum) refuse(MEMBER.maxLength(maximum));
    const failed = constraints(members);
    if (failed !== null) refuse(`Member must satisfy constraint: [${[...failed, MEMBER.notNull].join(", ")}]`);
  });
}
