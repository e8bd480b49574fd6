import { authorise } from "@lambent/access";
import type { IamAction, Scope } from "@lambent/model";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Context } from "../trpc/context.ts";

/** One plain HTTP route: its action, its parameters and what it does. None can be written without an action. */
export interface HttpOperation<Params extends z.ZodType> {
  method: "GET" | "PUT";
  url: string;
  action: IamAction;
  params: Params;
  resource: (params: z.output<Params>, scope: Scope) => string;
  /** Bytes of the body; Fastify's megabyte when omitted. */
  bodyLimit?: number;
  run: (context: Context, params: z.output<Params>, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

export function addHttpOperation<Params extends z.ZodType>(
  app: FastifyInstance,
  context: Context,
  { method, url, action, params, resource, bodyLimit, run }: HttpOperation<Params>,
): void {
  app.route({
    method,
    url,
    ...(bodyLimit !== undefined && { bodyLimit }),
    config: { access: { action } },
    // Before the body is read: a denied caller uploads nothing.
    onRequest: async (request) => {
      authorise(context.caller, action, resource(params.parse(request.params), context.ports.scope));
    },
    handler: (request, reply) => {
      reply.header("cache-control", "no-store");
      return run(context, params.parse(request.params), request, reply);
    },
  });
}
