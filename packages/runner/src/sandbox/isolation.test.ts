import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBwrapDriver } from "./bwrap-driver.ts";
import { ATTEMPTS, type AttemptTarget, attemptScript } from "./isolation.attempts.ts";
import { NODE_DIRECTORY, nodeStart, runToEnd } from "./sandbox.fixtures.ts";
import type { SandboxDriver } from "./sandbox.port.ts";
import { createUnsafeProcessDriver } from "./unsafe-process-driver.ts";

const SECRET = `secret-${process.pid}-${Math.random()}`;
const isRoot = process.geteuid?.() === 0;
const outsideAttempts = ATTEMPTS.filter((attempt) => attempt.worksOutside !== false);

describe("what code tries in a bwrap sandbox", () => {
  let parent: string;
  let driver: SandboxDriver;
  let hostProcess: ChildProcess;
  const servers: Server[] = [];
  let inside: Record<string, string>;
  let outside: Record<string, string>;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-isolation-"));
    const code = join(parent, "code");
    await mkdir(code);
    await writeFile(join(code, "code.txt"), "code");
    process.env.SANDBOX_TEST_SECRET = SECRET;
    // The same Node.js as inside: releases differ in how they pad the name of an abstract socket.
    const listens = `require("net").createServer((socket) => socket.destroy()).listen("\\0${SECRET}", () => console.log("up"))`;
    hostProcess = spawn(join(NODE_DIRECTORY, "bin/node"), ["-e", listens], { stdio: ["ignore", "pipe", "inherit"] });
    await once(hostProcess.stdout!, "data");
    const target: AttemptTarget = {
      file: join(parent, "secret.txt"),
      secret: SECRET,
      processId: hostProcess.pid!,
      port: 0,
      abstractSocket: SECRET,
      socketFile: join(parent, "server.sock"),
      hostname: hostname(),
    };
    await writeFile(target.file, SECRET);
    target.port = ((await listen(0, "127.0.0.1")).address() as { port: number }).port;
    await listen(target.socketFile);
    driver = await createBwrapDriver({ directory: join(parent, "driver") });
    const tryAll = async (on: SandboxDriver, attempts: typeof ATTEMPTS) => {
      const { logs, stderr } = await runToEnd(on, nodeStart(code, attemptScript(attempts, target)));
      expect(stderr).toBe("");
      return JSON.parse(logs);
    };
    inside = await tryAll(driver, ATTEMPTS);
    const plain = createUnsafeProcessDriver();
    outside = await tryAll(plain, outsideAttempts);
    await plain.close();
  });

  afterAll(async () => {
    delete process.env.SANDBOX_TEST_SECRET;
    hostProcess?.kill();
    for (const server of servers) server.close();
    await driver?.close();
    await rm(parent, { recursive: true, force: true });
  });

  function listen(...where: [number, string] | [string]): Promise<Server> {
    const server = createServer((socket) => socket.destroy());
    servers.push(server);
    return new Promise((resolve) => server.listen(...(where as [number, string]), () => resolve(server)));
  }

  for (const { name } of ATTEMPTS) {
    test(`it can't ${name}`, () => {
      expect(inside[name]).toBeDefined();
      expect(inside[name]).not.toBe("reached");
    });
  }

  // As another user than root, the host itself refuses some of them.
  describe.runIf(isRoot)("the same attempt on the host succeeds, so it tests something", () => {
    for (const { name } of outsideAttempts) test(name, () => expect(outside[name]).toBe("reached"));
  });
});
