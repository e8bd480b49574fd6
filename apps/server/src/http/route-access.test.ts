import type { Caller } from "@lambent/access";
import { DEFAULT_SCOPE } from "@lambent/model";
import { fastify } from "fastify";
import { expect, test } from "vitest";
import type { Context } from "../trpc/context.ts";
import { createHttpServer } from "./create-http-server.ts";
import { requireRouteAccess } from "./route-access.ts";

test("a route that names no IAM action stops the server from starting", () => {
  const app = fastify();
  requireRouteAccess(app);
  expect(() => app.get("/api/open", () => "anybody")).toThrow(/\/api\/open names no IAM action/);
  app.get("/healthz", { config: { access: { open: "says nothing" } } }, () => "ok");
});

test.each([
  ["PUT", "/api/functions/hello/code"],
  ["GET", "/api/functions/hello/code.zip"],
  ["GET", "/api/functions/hello/files/index.mjs"],
] as const)("%s %s is denied to a caller without permissions", async (method, url) => {
  const caller: Caller = { principalArn: "arn:aws:iam::000000000000:user/nobody", name: "Nobody", policy: [] };
  const context = { caller, ports: { scope: DEFAULT_SCOPE }, server: {} } as unknown as Context;
  const app = createHttpServer({ context, host: "127.0.0.1", consoleDirectory: "/nonexistent" });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as { port: number };
  const answer = await app.inject({
    method,
    url,
    headers: { host: `127.0.0.1:${port}`, "x-lambent-request": "1", "content-type": "application/zip" },
    ...(method === "PUT" && { payload: Buffer.from("zip") }),
  });
  await app.close();
  expect(answer.statusCode).toBe(403);
  expect(answer.json()).toMatchObject({ code: "AccessDenied", type: "AccessDeniedException" });
});
