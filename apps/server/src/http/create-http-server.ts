import { type FastifyInstance, fastify } from "fastify";
import type { Context } from "../trpc/context.ts";
import { allowedOrigins } from "./allowed-origins.ts";
import { addErrorHandler, answerError, serveApi } from "./api-routes.ts";
import { readConsolePage, serveConsole } from "./console-page.ts";
import { guardRequests } from "./request-guard.ts";
import { requireRouteAccess } from "./route-access.ts";
import { securityHeaders } from "./security-headers.ts";
import { serveTrpc } from "./trpc-endpoint.ts";

export interface HttpServerOptions {
  context: Context;
  /** The address that it will listen on. */
  host: string;
  /** The built console. */
  consoleDirectory: string;
}

/** The HTTP face of the server, not listening yet. */
export function createHttpServer({ context, host, consoleDirectory }: HttpServerOptions): FastifyInstance {
  const indexHtml = readConsolePage(consoleDirectory);
  const headers = securityHeaders(indexHtml);
  const app = fastify({
    logger: false,
    // A live log never ends by itself: closing must not wait for it.
    forceCloseConnections: true,
    // Batches name all their procedures in the path.
    routerOptions: { maxParamLength: 5000 },
    // An address that can't be read reaches no route and so no hook.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply.headers(headers)),
  });
  let port = 0;
  app.server.on("listening", () => {
    port = (app.server.address() as { port: number }).port;
  });
  requireRouteAccess(app);
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers(headers);
  });
  guardRequests(
    app,
    allowedOrigins(host, () => port),
  );
  addErrorHandler(app);
  app.get(
    "/healthz",
    { config: { access: { open: "Says nothing but that the server is ready." } } },
    (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }),
  );
  serveTrpc(app, context);
  serveApi(app, context);
  serveConsole(app, consoleDirectory, indexHtml);
  return app;
}
