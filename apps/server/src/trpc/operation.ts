import { authorise } from "@lambent/access";
import type { IamAction, Scope } from "@lambent/model";
import { initTRPC, type TRPCError } from "@trpc/server";
import type { z } from "zod";
import { domainErrorAsTrpc } from "../errors/domain-error-as-trpc.ts";
import { type Fault, faultOf } from "../errors/fault.ts";
import type { Context } from "./context.ts";

/** What the test reads that walks all procedures: none may exist without an action. */
export interface OperationMeta {
  action: IamAction;
}

const t = initTRPC
  .context<Context>()
  .meta<OperationMeta>()
  .create({
    errorFormatter({ shape, error }): typeof shape & { data: { domain: Fault } } {
      const fault =
        error.code === "INTERNAL_SERVER_ERROR" || error.cause !== undefined
          ? faultOf(error.cause)
          : transportFault(error);
      // tRPC's own message would be zod's JSON; and nobody outside needs our stack.
      const { stack: _stack, ...data } = shape.data;
      return { ...shape, message: fault.message, data: { ...data, domain: fault } };
    },
    sse: { ping: { enabled: true, intervalMs: 5000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  });

function transportFault(error: TRPCError): Fault {
  return { code: "InvalidParameterValue", message: error.message, type: "ValidationException" };
}

/** Groups routes; a procedure itself is made by {@link operation} alone. */
export const router = t.router;

/**
 * Starts a procedure: its IAM action, its input and the resources that the action is asked for. The step that
 * authorises runs before the use case, for every one alike.
 */
export function operation<Input extends z.ZodType>(definition: {
  action: IamAction;
  input: Input;
  /** An ARN, several, or `*` for actions that no resource limits. */
  resource: (input: z.output<Input>, scope: Scope) => string | readonly string[];
}) {
  return t.procedure
    .meta({ action: definition.action })
    .input(definition.input)
    .use(async ({ ctx, input, next }) => {
      const resources = definition.resource(input as z.output<Input>, ctx.ports.scope);
      try {
        for (const resource of [resources].flat()) authorise(ctx.caller, definition.action, resource);
      } catch (error) {
        throw domainErrorAsTrpc(error);
      }
      const result = await next();
      if (!result.ok) throw domainErrorAsTrpc(result.error.cause ?? result.error);
      return result;
    });
}
