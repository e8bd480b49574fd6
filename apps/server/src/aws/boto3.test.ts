import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer, temporaryHome } from "../server.fixture.ts";
import { makeRole, roleIn } from "./aws-clients.fixture.ts";

const run = promisify(execFile);
/** Debian's own, which is what its package is for. */
const PYTHON = "/usr/bin/python3";
const hasBoto3 = existsSync(PYTHON) && existsSync("/usr/lib/python3/dist-packages/boto3");
const LIFE = fileURLToPath(new URL("boto3-life.fixture.py", import.meta.url));

describe.skipIf(!hasBoto3)("AWS's library for Python", { timeout: 120_000 }, () => {
  let server: TestServer;
  let folder: Awaited<ReturnType<typeof temporaryHome>>;

  beforeAll(async () => {
    server = await startTestServer();
    await makeRole(server);
    folder = await temporaryHome();
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  test("makes a function, changes, invokes, publishes and deletes it, waiting as it does", async () => {
    // A home of its own: no settings of whoever runs the tests.
    const env = { PATH: "/usr/bin:/bin", HOME: folder.home };
    const { stdout } = await run(PYTHON, [LIFE, server.awsUrl, roleIn("000000000000")], { env });
    expect(JSON.parse(stdout)).toEqual({
      created: ["Pending", 201],
      timeout: 9,
      answer: { from: "boto3" },
      event: 202,
      lastModifiedYear: expect.toSatisfy((year: number) => Math.abs(year - new Date().getFullYear()) <= 1),
      versions: ["$LATEST", "1"],
      deleted: 204,
      missing: "ResourceNotFoundException",
    });
  });
});
