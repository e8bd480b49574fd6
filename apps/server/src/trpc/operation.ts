import { authorise } from "@lambent/access";
import { DomainError, type IamAction, type Scope } from "@lambent/model";
import { initTRPC } from "@trpc/server";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import type { z } from "zod";
import { type Fault, faultOfProcedure } from "../errors/fault.ts";
import { HTTP_ERRORS } from "../errors/http-errors.ts";
import { TRPC_ERRORS } from "../errors/trpc-errors.ts";
import type { Context } from "./context.ts";

/** What the test reads that walks all procedures: none may exist without an action. */
export interface OperationMeta {
  action: IamAction;
}

const t = initTRPC
  .context<Context>()
  .meta<OperationMeta>()
  .create({
    // The one place that gives a domain error its face, for queries, mutations and live streams alike.
    errorFormatter({ shape, error }): typeof shape & { data: { domain: Fault } } {
      const fault = faultOfProcedure(error);
      const { path } = shape.data;
      if (!(error.cause instanceof DomainError)) {
        const { code, httpStatus } = shape.data;
        return { code: shape.code, message: fault.message, data: { code, httpStatus, path, domain: fault } };
      }
      const code = TRPC_ERRORS[error.cause.code];
      const httpStatus = HTTP_ERRORS[error.cause.code].status;
      return {
        code: TRPC_ERROR_CODES_BY_KEY[code],
        message: fault.message,
        data: { code, httpStatus, path, domain: fault },
      };
    },
    sse: { ping: { enabled: true, intervalMs: 5000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  });

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
  const { action } = definition;
  return t.procedure
    .meta({ action })
    .input(definition.input)
    .use(({ ctx, input, next }) => {
      const resources = definition.resource(input as z.output<Input>, ctx.ports.scope);
      for (const resource of [resources].flat()) authorise(ctx.caller, action, resource);
      return next();
    });
}
