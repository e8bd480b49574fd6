import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

export const HANDLER_MAX_LENGTH = 128;

/** Where the runtime enters the code, for instance `index.handler`: at most 128 characters, no white space, inside the package. */
export const HandlerSchema = z
  .string({ error: () => constraintMessage(null, "handler", MEMBER.notNull) })
  .superRefine((handler, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", input: handler, message });
    if (handler.length > HANDLER_MAX_LENGTH) {
      refuse(constraintMessage(handler, "handler", MEMBER.maxLength(HANDLER_MAX_LENGTH)));
    }
    if (!/^[^\s]+$/.test(handler)) refuse(constraintMessage(handler, "handler", MEMBER.pattern("[^\\s]+")));
    // AWS takes such a handler and fails at the first invocation; saying it now costs nobody an afternoon.
    if (handler.startsWith("/") || handler.split("/").includes("..")) {
      refuse(
        `Handler '${handler}' points outside the deployment package. Give a path relative to its root, without '..'.`,
      );
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
    if (/[\u0000-\u001f\u007f]/.test(handler.replace(/\s/g, ""))) refuse("Handler contains a control character.");
  });
