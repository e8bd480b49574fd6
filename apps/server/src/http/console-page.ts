import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { unknownOperation } from "../errors/fault.ts";

const NOT_BUILT = "The console has not been built. Run: npx -y pnpm@12 build\n";
const PUBLIC = { access: { open: "The console's own files hold nothing of anybody's." } };

/** The built page, or null when there is none yet. */
export function readConsolePage(directory: string): string | null {
  try {
    return readFileSync(join(directory, "index.html"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Serves the console: its files (those made by the build with a hash in their names for ever, each with its .br and .gz
 * sibling), and the page itself for every other address that a person opens.
 */
export function serveConsole(app: FastifyInstance, directory: string, indexHtml: string | null): void {
  if (indexHtml !== null) {
    app.register(fastifyStatic, {
      root: directory,
      serve: false,
      preCompressed: true,
      cacheControl: false,
      dotfiles: "ignore",
      index: false,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(directory, "assets/"));
        reply.setHeader("vary", "accept-encoding");
        reply.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
    app.get<{ Params: { "*": string } }>("/*", { config: PUBLIC }, (request, reply) => {
      const path = request.params["*"];
      return path === "" || path === "index.html" ? sendPage(reply, indexHtml) : reply.sendFile(path);
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (isNavigation(request)) return sendPage(reply, indexHtml);
    return reply
      .code(404)
      .send(unknownOperation(`There is nothing at ${request.method} ${request.url.split("?")[0]}.`));
  });
}

function sendPage(reply: FastifyReply, indexHtml: string | null): FastifyReply {
  reply.header("cache-control", "no-cache");
  if (indexHtml === null) return reply.code(503).type("text/plain; charset=utf-8").send(NOT_BUILT);
  return reply.code(200).type("text/html; charset=utf-8").send(indexHtml);
}

/** A person opening an address, rather than a page loading one of its parts: a missing script must not become HTML. */
function isNavigation({ method, headers, url }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (/^\/(api|trpc|assets)\//.test(url)) return false;
  const mode = headers["sec-fetch-mode"];
  return mode === undefined ? (headers.accept ?? "").includes("text/html") : mode === "navigate";
}
