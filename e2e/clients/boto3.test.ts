import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LambentServer, startServer } from "../server/start-server.ts";
import { HANDLERS } from "./handlers.ts";

const run = promisify(execFile);
/** Debian's own, which is what its package is for. */
const PYTHON = "/usr/bin/python3";
const hasBoto3 = existsSync(PYTHON) && existsSync("/usr/lib/python3/dist-packages/boto3");
const LIFE = fileURLToPath(new URL("boto3-life.py", import.meta.url));

describe.skipIf(!hasBoto3)("AWS's library for Python", { timeout: 120_000 }, () => {
  let server: LambentServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  // What each client call answers: spec: lambda §1.3, and its states §12.
  test.each(HANDLERS)(
    "makes a function in $runtime, changes, invokes, publishes and deletes it, waiting as it does",
    async ({ runtime, handler, code }) => {
      const codes = await Promise.all(["old", "new"].map(async (edition) => await code(edition)));
      const input = JSON.stringify({
        endpoint: server.awsUrl,
        runtime,
        handler,
        codes: codes.map((zip) => Buffer.from(zip).toString("base64")),
      });
      // A home of its own: no settings of whoever runs the tests.
      const { stdout } = await run(PYTHON, [LIFE, input], { env: { PATH: "/usr/bin:/bin", HOME: server.home } });
      expect(JSON.parse(stdout)).toEqual({
        created: ["Pending", 201],
        timeout: 9,
        answer: { edition: "new", greeting: null, version: "$LATEST", heard: { from: "boto3" } },
        aliased: ["1", "new"],
        event: 202,
        lastModifiedYear: expect.toSatisfy((year: number) => Math.abs(year - new Date().getFullYear()) <= 1),
        versions: ["$LATEST", "1"],
        deleted: 204,
        missing: "ResourceNotFoundException",
      });
    },
  );
});
