import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeStart, readAll } from "./sandbox.fixtures.ts";
import type { Sandbox, SandboxDriver } from "./sandbox.port.ts";
import { testedDrivers } from "./tested-drivers.ts";
import { createUnsafeProcessDriver } from "./unsafe-process-driver.ts";

const HAND_OVER = `
  const handOver = async (port, message = { port }) => {
    const server = net.createServer();
    await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
    process.send(message, server);
    return server;
  };`;
const CONNECT = `
  const ask = (port) => new Promise((resolve) => {
    let text = "";
    net.connect(port, "127.0.0.1").on("data", (chunk) => (text += chunk)).on("error", (error) => resolve(error.code)).on("end", () => resolve(text));
  });`;

describe.each(testedDrivers)("listening sockets handed over by a sandbox of $name", ({ create }) => {
  let directory: string;
  let code: string;
  let driver: SandboxDriver;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sandbox-listeners-"));
    code = join(directory, "code");
    await mkdir(code);
    driver = await create(join(directory, "driver"));
  });
  afterAll(async () => {
    await driver?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function start(ports: number[] | undefined, script: string) {
    const servers = new Map<number, Server>();
    const onListener = (port: number, server: Server) => {
      servers.set(port, server);
      server.on("connection", (socket) => socket.end(`host at ${port}`));
    };
    const sandbox = await driver.start({
      ...nodeStart(code, `${HAND_OVER}${CONNECT}\n${script}`),
      ...(ports ? { listeners: { ports, onListener } } : {}),
    });
    return { sandbox, servers };
  }

  async function outputOf({ sandbox }: { sandbox: Sandbox }) {
    const stderr = readAll(sandbox.stderr);
    const logs = await readAll(sandbox.logs);
    return { logs, stderr: await stderr, exit: await sandbox.exited };
  }

  test("are served by the host, for the process, its children and code that blocks it", async () => {
    const run = await start(
      [9001, 8080],
      `process.once("disconnect", async () => {
        server.close(); other.close();
        const child = "require('net').connect(8080, '127.0.0.1').on('data', (text) => process.stdout.write(text))";
        const blocking = child_process.execFileSync(process.execPath, ["-e", child]).toString();
        fs.writeSync(4, [await ask(9001), blocking, await ask(9002)].join());
      });
      let server, other;
      (async () => { server = await handOver(9001); other = await handOver(8080); })();`,
    );
    expect(await outputOf(run)).toMatchObject({ logs: "host at 9001,host at 8080,ECONNREFUSED", stderr: "" });
  });

  test("leave nothing of the channel inside, and end with the sandbox", async () => {
    const run = await start(
      [9001],
      `process.once("disconnect", () => {
        server.close();
        const open = fs.readdirSync("/proc/self/fd").map(Number).filter((fd) => fd > 4 && fd < 10);
        const sockets = open.filter((fd) => { try { return fs.readlinkSync("/proc/self/fd/" + fd).startsWith("socket:"); } catch { return false; } });
        fs.writeSync(4, JSON.stringify(sockets));
      });
      let server;
      handOver(9001).then((handed) => (server = handed));`,
    );
    expect(await outputOf(run)).toMatchObject({ logs: "[]", stderr: "" });
    expect(run.servers.get(9001)?.listening).toBe(false);
  });

  test("need a channel that isn't there unless they were asked for", async () => {
    const run = await start(undefined, "fs.writeSync(4, typeof process.env.NODE_CHANNEL_FD + typeof process.send);");
    expect(await outputOf(run)).toMatchObject({ logs: "undefinedundefined", stderr: "" });
  });

  for (const [what, script] of [
    ["a port that wasn't asked for", `handOver(9002)`],
    ["another port under the name of one that was", `handOver(9002, { port: 9001 })`],
    ["the same port twice", `handOver(9001).then((server) => process.send({ port: 9001 }, server))`],
    ["a message without a socket", `process.send({ port: 9001 })`],
    ["a socket without a message of ours", `handOver(9001, "9001")`],
    [
      "a datagram socket",
      `const socket = dgram.createSocket("udp4"); socket.bind(9001, "127.0.0.1", () => process.send({ port: 9001 }, socket))`,
    ],
    [
      "a port on all addresses",
      `const server = net.createServer().listen(9001, "0.0.0.0", () => process.send({ port: 9001 }, server))`,
    ],
  ] as const) {
    test(`${what} ends the sandbox`, async () => {
      const { sandbox } = await start([9001, 9003], `setInterval(() => {}, 1000); ${script};`);
      expect((await sandbox.exited).signal).toBe("SIGKILL");
    });
  }

  test("a sandbox that ends before it handed over leaves nothing waiting", async () => {
    const { sandbox, servers } = await start([9001], `process.exit(3)`);
    expect(await sandbox.exited).toMatchObject({ exitCode: 3 });
    expect(servers.size).toBe(0);
    if (!sandbox.logs.closed) await once(sandbox.logs, "close");
  });
});

test("listening sockets aren't taken from plain processes, whose loopback is the host's", async () => {
  const plain = createUnsafeProcessDriver();
  expect(plain.offersListeners).toBe(false);
  const listeners = { ports: [9001], onListener: () => undefined };
  await expect(plain.start({ ...nodeStart(tmpdir(), ""), listeners })).rejects.toThrow("no ports of its own");
  await plain.close();
});
