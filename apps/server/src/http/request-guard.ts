import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Fault } from "../errors/fault.ts";
import type { AllowedOrigins } from "./allowed-origins.ts";

const SAFE_METHODS = new Set(["GET", "HEAD"]);
/** Sent by our own page alone: a form or link of another site can't add it without asking first. */
const OWN_REQUEST_HEADER = "x-lambent-request";

/**
 * Keeps other sites of the same browser out, before anything of a request is read: a name that only points here (DNS
 * rebinding), calls across sites, and mutations without our own header.
 */
export function guardRequests(app: FastifyInstance, origins: AllowedOrigins): void {
  app.addHook("onRequest", async (request, reply) => {
    const refusal = refusalOf(request, origins);
    if (refusal !== null) return refuse(reply, refusal);
  });
}

function refusalOf(request: FastifyRequest, origins: AllowedOrigins): string | null {
  const { host, origin, "sec-fetch-site": site } = request.headers;
  if (!origins.isHost(host)) {
    return `This server answers to this machine's own names only, and was asked as '${host ?? ""}'. Open it as http://localhost with its port.`;
  }
  const safe = SAFE_METHODS.has(request.method);
  // By the route that was found, not by the text of the address: `/%74rpc` leads to `/trpc` as well.
  const { access } = request.routeOptions.config;
  const isCall = access !== undefined && !("open" in access);
  if (safe && !isCall) return null;
  if (origin !== undefined && !origins.isOrigin(origin)) return `Calls from ${origin} are not accepted.`;
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return "Calls from other sites are not accepted.";
  if (!safe && access !== undefined && "action" in access && request.headers[OWN_REQUEST_HEADER] !== "1") {
    return `Changes need the header '${OWN_REQUEST_HEADER}: 1'.`;
  }
  return null;
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  const fault: Fault = { code: "AccessDenied", message, type: "AccessDeniedException" };
  return reply.code(403).send(fault);
}
