import type { IamAction } from "@lambent/model";
import type { FastifyInstance } from "fastify";

/** How a route is guarded: by an IAM action, by those of the procedures behind it, or not at all for a stated reason. */
export type RouteAccess = { action: IamAction } | { procedures: true } | { open: string };

declare module "fastify" {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

/** From here on a route that doesn't say how it is guarded stops the server from starting. */
export function requireRouteAccess(app: FastifyInstance): void {
  app.addHook("onRoute", ({ config, method, url }) => {
    if (config?.access === undefined) throw new Error(`The route ${String(method)} ${url} names no IAM action.`);
  });
}
