import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOST_ARCHITECTURE, startTestServer, type TestServer } from "../server.fixture.ts";

const INLINE = 'document.documentElement.classList.add("dark");';
const PAGE = `<!doctype html><script>${INLINE}</script><script type="module" src="/assets/app-1a2b3c.js"></script>`;
const SCRIPT = `console.log("${"lambent ".repeat(200)}");`;

let server: TestServer;
let site: string;
let host: string;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), "lambent-site-"));
  await mkdir(join(site, "assets"));
  await mkdir(join(site, ".vite"));
  await Promise.all([
    writeFile(join(site, "index.html"), PAGE),
    writeFile(join(site, "favicon.svg"), "<svg/>"),
    writeFile(join(site, ".vite/manifest.json"), "{}"),
    writeFile(join(site, "assets/app-1a2b3c.js"), SCRIPT),
    writeFile(join(site, "assets/app-1a2b3c.js.br"), brotliCompressSync(SCRIPT)),
    writeFile(join(site, "assets/app-1a2b3c.js.gz"), gzipSync(SCRIPT)),
  ]);
  server = await startTestServer({ unsafeProcessDriver: true }, site);
  host = new URL(server.url).host;
});
afterAll(async () => {
  await server.stop();
  await rm(site, { recursive: true, force: true });
});

describe("who may ask", () => {
  const post = (headers: Record<string, string>, path = "/trpc/functions.delete") =>
    server.call(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '{"functionNames":["nobody"]}',
    });

  test("healthz answers when ready", async () => {
    const answer = await server.call("/healthz");
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
  });

  test.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])("under the name %s with our port", async (name) => {
    const { port } = new URL(server.url);
    expect((await server.call("/healthz", { headers: { host: `${name}:${port}` } })).status).toBe(200);
  });

  test.each([
    "evil.example",
    "localhost",
    "localhost:1",
    "127.0.0.1.evil.example:PORT",
    "localhost.:PORT",
    "user@localhost:PORT",
    "0.0.0.0:PORT",
  ])("not under another name: '%s'", async (name) => {
    const { port } = new URL(server.url);
    for (const path of ["/", "/healthz", "/trpc/system.info", "/favicon.svg", "/nothing"]) {
      const answer = await server.call(path, { headers: { host: name.replace("PORT", port) } });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.text)).toMatchObject({ code: "AccessDenied" });
    }
  });

  test("a page of our own origin, and a program that names none", async () => {
    expect((await post({ origin: server.url })).status).toBe(200);
    expect((await post({ origin: server.url.replace("127.0.0.1", "localhost") })).status).toBe(200);
    expect((await post({})).status).toBe(200);
  });

  test.each(["http://evil.example", "https://HOST", "http://localhost:1", "null", "http://HOST.evil.example"])(
    "no page of %s",
    async (origin) => {
      const foreign = origin.replace("HOST", host);
      expect((await post({ origin: foreign })).status).toBe(403);
      expect((await server.call("/trpc/system.info", { headers: { origin: foreign } })).status).toBe(403);
    },
  );

  test.each(["cross-site", "same-site"])("no call that the browser calls %s", async (site) => {
    const headers = { "sec-fetch-site": site };
    expect((await post(headers)).status).toBe(403);
    expect((await server.call("/trpc/system.info", { headers })).status).toBe(403);
    expect((await server.call("/api/functions/hello/code.zip", { headers })).status).toBe(403);
    expect((await server.call("/%74rpc/system.info", { headers })).status).toBe(403);
    // A link from elsewhere opens the console all the same.
    expect((await server.call("/functions", { headers: { ...headers, "sec-fetch-mode": "navigate" } })).status).toBe(
      200,
    );
  });

  test("a plain form can't reach a procedure", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      expect((await post({ "content-type": type })).status).toBe(415);
    }
  });

  test("a change over HTTP needs our own header", async () => {
    const put = (headers: Record<string, string>) =>
      server.call("/api/functions/hello/code", {
        method: "PUT",
        headers: { "content-type": "application/zip", ...headers },
        body: "zip",
      });
    expect((await put({})).status).toBe(403);
    expect((await put({ "x-lambent-request": "1" })).status).toBe(404);
  });
});

describe("what is answered", () => {
  test("every answer carries the security headers, whatever it is", async () => {
    for (const path of ["/", "/favicon.svg", "/trpc/system.info", "/trpc/nothing", "/healthz", "/api/nothing", "/%"]) {
      const { headers } = await server.call(path);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
      expect(headers).not.toHaveProperty("x-powered-by");
    }
  });

  test("the page may run its own files and its own inline script, and no other", async () => {
    const policy = String((await server.call("/")).headers["content-security-policy"]);
    const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src"));
    const inline = createHash("sha256").update(INLINE).digest("base64");
    expect(scripts).toBe(`script-src 'self' 'sha256-${inline}'`);
    expect(policy).toContain("default-src 'none'");
  });

  test("nothing that concerns functions is kept by a cache", async () => {
    for (const path of ["/trpc/system.info", "/api/functions/nobody/code.zip", "/healthz"]) {
      expect((await server.call(path)).headers["cache-control"]).toBe("no-store");
    }
  });

  test.each([
    ["br, gzip", "br"],
    ["gzip", "gzip"],
    ["identity", undefined],
  ])("a file comes as it was compressed by the build (%s)", async (accepted, encoding) => {
    const { headers, status } = await server.call("/assets/app-1a2b3c.js", {
      headers: { "accept-encoding": accepted },
    });
    expect(status).toBe(200);
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers["content-type"]).toMatch(/^(text|application)\/javascript/);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(headers.vary).toBe("accept-encoding");
  });

  test("the page and what has no hash in its name is asked for again each time", async () => {
    expect((await server.call("/")).headers["cache-control"]).toBe("no-cache");
    expect((await server.call("/favicon.svg")).headers["cache-control"]).toBe("no-cache");
  });

  test("every address that a person opens is the page", async () => {
    for (const path of ["/", "/functions", "/functions/my.fn?tab=code", "/index.html", "/a/b/c"]) {
      const answer = await server.call(path, { headers: { accept: "text/html,*/*" } });
      expect([answer.status, answer.text]).toEqual([200, PAGE]);
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    }
  });

  test("a part of the page that is missing is not the page", async () => {
    const asked = [
      ["/assets/app-gone.js", { accept: "text/html" }],
      ["/functions", { accept: "*/*" }],
      ["/functions", { accept: "text/html", "sec-fetch-mode": "no-cors" }],
      ["/api/nothing", { accept: "text/html" }],
      ["/.vite/manifest.json", { accept: "*/*" }],
      ["/assets/../../../../etc/passwd", { accept: "*/*" }],
      ["/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd", { accept: "*/*" }],
    ] as const;
    for (const [path, headers] of asked) {
      const answer = await server.call(path, { headers });
      expect([403, 404]).toContain(answer.status);
      expect(answer.text).not.toContain("<!doctype");
      expect(answer.text).not.toContain("root:");
    }
  });
});

describe("bad input", () => {
  const post = (procedure: string, body: string) =>
    server.call(`/trpc/${procedure}`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const fault = (text: string) => JSON.parse(text).error.data.domain;

  test("an unknown procedure is named", async () => {
    const answer = await server.call("/trpc/functions.explode");
    expect(answer.status).toBe(404);
    expect(fault(answer.text)).toMatchObject({ code: "UnknownOperation", message: /functions\.explode/ });
  });

  test("a mutation can't be run by a link", async () => {
    const input = encodeURIComponent('{"functionNames":["a"]}');
    expect((await server.call(`/trpc/functions.delete?input=${input}`)).status).toBe(405);
  });

  test("a body that isn't JSON is a fault of the caller", async () => {
    const answer = await post("functions.create", "{");
    expect(answer.status).toBe(400);
    expect(fault(answer.text)).toMatchObject({ code: "InvalidParameterValue", type: "ValidationException" });
  });

  test("what is refused is told in AWS's words, with the place for forms", async () => {
    const answer = await post(
      "functions.updateConfiguration",
      '{"functionName":"hello","memoryMb":127,"timeoutSeconds":901}',
    );
    expect(answer.status).toBe(400);
    expect(fault(answer.text)).toEqual({
      code: "InvalidParameterValue",
      type: "ValidationException",
      message:
        "2 validation errors detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128; Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
      issues: [
        { path: "memoryMb", message: expect.stringContaining("128") },
        { path: "timeoutSeconds", message: expect.stringContaining("900") },
      ],
    });
    expect(JSON.parse(answer.text).error.data).not.toHaveProperty("stack");
  });

  test.each(["my function", "a".repeat(65), "", "../etc", "a/b", "ä"])(
    "a function name is refused: '%s'",
    async (name) => {
      const create = { functionName: name, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE };
      await expect(
        server.mutate("functions.create", { ...create, runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE }),
      ).rejects.toMatchObject({
        status: 400,
        fault: { message: expect.stringContaining("at 'functionName' failed to satisfy constraint") },
      });
    },
  );

  test("a missing function answers 404 with AWS's name and text", async () => {
    await expect(server.query("functions.get", { functionName: "nobody" })).rejects.toMatchObject({
      status: 404,
      fault: {
        code: "FunctionNotFound",
        type: "ResourceNotFoundException",
        message: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody",
      },
    });
  });

  test("an unknown route of the API answers JSON", async () => {
    const answer = await server.call("/api/functions/hello/nothing");
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "UnknownOperation" });
  });

  test("a path that can't be decoded is refused, and the server goes on", async () => {
    expect((await server.call("/%E0%A4%A")).status).toBe(400);
    expect((await server.call("/healthz")).status).toBe(200);
  });
});
