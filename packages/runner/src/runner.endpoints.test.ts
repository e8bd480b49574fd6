import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EnvironmentIdentity } from "./environment/endpoints.ts";
import { installedRuntimes } from "./sandbox/tested-drivers.ts";
import { type FixtureOptions, Fixtures } from "./testing/fixture-functions.ts";

const WARNING = /^LAMBENT_WARNING: Services at 127\.0\.0\.1 aren't offered to this function: its variable (\w+) /;

/** Answers each connection with the function that it came from. */
const endpoint = (port: number) => ({
  port,
  onConnection: (socket: Socket, { functionName }: EnvironmentIdentity) => socket.end(`${port} to ${functionName}`),
});

const KINDS = [
  { driver: "bwrap", spares: "none" },
  { driver: "bwrap", spares: "standing" },
  ...installedRuntimes.map((driver) => ({ driver, spares: "none" as const })),
] as const;

for (const { driver, spares } of KINDS) {
  describe(`services of the host at 127.0.0.1, in sandboxes of ${driver}, spares: ${spares}`, () => {
    let fixtures: Fixtures;
    beforeAll(async () => {
      fixtures = await Fixtures.open(driver, { endpoints: [endpoint(7001), endpoint(7002)], spares });
    });
    afterAll(() => fixtures.close());

    const run = (runtime: "nodejs20.x" | "nodejs22.x" | "nodejs24.x" | "python3.12", options: FixtureOptions = {}) =>
      fixtures.run("asks-ports", runtime, { event: { ports: [7001, 7002, 7003] }, timeoutMs: 10_000, ...options });

    for (const runtime of ["nodejs20.x", "nodejs22.x", "nodejs24.x", "python3.12"] as const) {
      test(`${runtime} reaches them while it loads, in its handler and from children, and no other port`, async () => {
        const { json, lines } = await run(runtime);
        expect(json).toEqual({
          whileLoading: "7001 to asks-ports",
          byChild: "7001 to asks-ports",
          byItself: ["7001 to asks-ports", "7002 to asks-ports", "ECONNREFUSED"],
          parent: runtime.startsWith("nodejs") ? Array(4).fill("undefined") : ["None"],
        });
        expect(lines.filter((line) => WARNING.test(line))).toEqual([]);
      });
    }
  });
}

describe("services of the host at 127.0.0.1", () => {
  let fixtures: Fixtures;
  beforeAll(async () => {
    fixtures = await Fixtures.open("bwrap", { endpoints: [endpoint(7001)] });
  });
  afterAll(() => fixtures.close());

  test.each([
    ["nodejs22.x", "NODE_OPTIONS", "--require /var/task/early.js"],
    ["nodejs22.x", "NODE_OPTIONS", "--max-old-space-size=100 --import=data:text/javascript,1"],
    ["nodejs22.x", "LD_PRELOAD", "/var/task/early.so"],
    ["nodejs22.x", "LD_LIBRARY_PATH", "/var/task/lib"],
    ["python3.12", "PYTHONPATH", "/var/task"],
    ["python3.12", "PYTHONWARNINGS", "error::early.Warning"],
  ] as const)("are withheld where code can run before the bootstrap: %s with %s=%s", async (runtime, name, value) => {
    const { lines } = await fixtures.run("asks-ports", runtime, {
      event: { ports: [7001] },
      environmentVariables: { [name]: value },
    });
    expect(lines.map((line) => WARNING.exec(line)?.[1])).toContain(name);
    expect(lines[0]).toMatch(/^INIT_START /);
  });

  test("are offered with variables that only set figures", async () => {
    const { json } = await fixtures.run("asks-ports", "nodejs22.x", {
      event: { ports: [7001] },
      environmentVariables: { NODE_OPTIONS: "--max-old-space-size=200 --stack-trace-limit=5" },
    });
    expect(json).toMatchObject({ byItself: ["7001 to asks-ports"] });
  });

  test("aren't offered to plain processes, which run as ever", async () => {
    const plain = await Fixtures.open("unsafe-process", { endpoints: [endpoint(7001)] });
    expect((await plain.run("echoes", "nodejs22.x", { event: 1 })).json).toBe(1);
    const custom = plain.runner.status().runtimes.find(({ runtime }) => runtime === "provided.al2023");
    expect(custom).toMatchObject({ available: false, reason: expect.stringContaining("plain processes") });
    await plain.close();
  });
});
