import { fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import type { FastifyInstance } from "fastify";
import { reportInternalError } from "../errors/report-internal-error.ts";
import { appRouter } from "../trpc/app-router.ts";
import type { Context } from "../trpc/context.ts";

/** Room for a 50 MB package in base64 with its envelope: AWS's own limit of a CreateFunction request. */
const BODY_LIMIT_BYTES = 70_167_211;

export function serveTrpc(app: FastifyInstance, context: Context): void {
  app.register(async (scope) => {
    // tRPC parses by itself; and nothing else may be read as a body that a plain HTML form can send.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      "application/json",
      { parseAs: "string", bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.all<{ Params: { path: string } }>(
      "/trpc/:path",
      { bodyLimit: BODY_LIMIT_BYTES, config: { access: { procedures: true } } },
      async (request, reply) => {
        reply.header("cache-control", "no-store");
        await fastifyRequestHandler({
          router: appRouter,
          req: request,
          res: reply,
          path: request.params.path,
          createContext: () => context,
          onError: ({ error, path }) => {
            if (error.code === "INTERNAL_SERVER_ERROR") reportInternalError(`trpc ${path ?? ""}`, error.cause ?? error);
          },
        });
      },
    );
  });
}
