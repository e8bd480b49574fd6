import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleServer, descendantsOf, isRunning, type ServerProcess, spawnServer } from "./built-server.fixture.ts";
import { base64, HOST_ARCHITECTURE, temporaryHome, trpcCalls } from "./server.fixture.ts";

const started: ServerProcess[] = [];
let home: string;
let remove: () => Promise<void>;

beforeAll(bundleServer);
beforeEach(async () => ({ home, remove } = await temporaryHome()));
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.killAtOnce()));
  await remove();
});

function start(...args: string[]): ServerProcess {
  const server = spawnServer(["--port", "0", "--aws-port", "0", "--home", home, ...args]);
  started.push(server);
  return server;
}

const answering = (value: string) => base64(`export const handler = async () => ${JSON.stringify(value)};`);

async function createHello(url: string) {
  const create = { functionName: "hello", runtime: "nodejs20.x", architecture: HOST_ARCHITECTURE } as const;
  return (await trpcCalls(url).mutate("functions.create", create)).configuration;
}

async function deploy(url: string, text: string) {
  const { query, mutate } = trpcCalls(url);
  const { codeSha256, revisionId } = await query("code.files", { functionName: "hello" });
  const changes = [{ kind: "write" as const, path: "index.mjs", contentBase64: text }];
  return mutate("code.deploy", { functionName: "hello", revisionId, baseCodeSha256: codeSha256, changes });
}

const invoke = (url: string) => trpcCalls(url).mutate("invocations.invoke", { functionName: "hello", eventJson: "{}" });

describe("a power cut", { timeout: 120_000 }, () => {
  test("during deploys loses nothing that was acknowledged, and leaves no function half deployed", async () => {
    let server = start();
    let url = await server.ready();
    await createHello(url);
    let acknowledged = "version 0";
    await deploy(url, answering(acknowledged));
    // Wherever the cut falls, the same must hold; the delays spread it over the whole of a deploy.
    for (const [round, delayMs] of [0, 2, 5, 10, 20, 40].entries()) {
      const next = `version ${round + 1}`;
      const deploying = deploy(url, answering(next)).then(
        () => (acknowledged = next),
        () => "cut off",
      );
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await server.killAtOnce();
      await deploying;
      server = start();
      url = await server.ready();
      const { configuration } = await trpcCalls(url).query("functions.get", { functionName: "hello" });
      expect(configuration.state).toBe("Active");
      const { outcome, response } = await invoke(url);
      expect(outcome).toBe("succeeded");
      expect([acknowledged, next]).toContain(JSON.parse(response));
      acknowledged = JSON.parse(response);
    }
  });

  test("during an invocation ends the function too, and the next start runs it again", async () => {
    const server = start();
    const url = await server.ready();
    await createHello(url);
    await trpcCalls(url).mutate("functions.updateConfiguration", { functionName: "hello", timeoutSeconds: 900 });
    await deploy(
      url,
      base64(
        `import { spawn } from "node:child_process";
         export const handler = async () => {
           spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
           console.log("running");
           await new Promise(() => setInterval(() => {}, 1000));
         };`,
      ),
    );
    const running = invoke(url).catch(() => "cut off");
    const said = async () =>
      (await trpcCalls(url).query("logs.query", { functionName: "hello", filter: "running" })).events.length;
    await expect.poll(said, { timeout: 10_000 }).toBe(1);
    const processes = descendantsOf(server.pid);
    // At least the sandbox, the runtime and what the function itself has started.
    expect(processes.length).toBeGreaterThanOrEqual(3);

    await server.killAtOnce();
    expect(await running).toBe("cut off");
    await expect.poll(() => processes.filter(isRunning), { timeout: 2000 }).toEqual([]);

    const url2 = await start().ready();
    // What it had said, and what was deployed, are still there.
    const { events } = await trpcCalls(url2).query("logs.query", { functionName: "hello", filter: "running" });
    expect(events).toHaveLength(1);
    await deploy(url2, answering("again"));
    expect(JSON.parse((await invoke(url2)).response)).toBe("again");
  });
});

describe("the end", { timeout: 60_000 }, () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s ends it within 2 s, functions and live logs and all",
    async (signal) => {
      const server = start();
      const url = await server.ready();
      await createHello(url);
      await trpcCalls(url).mutate("functions.updateConfiguration", { functionName: "hello", timeoutSeconds: 900 });
      await deploy(url, base64("export const handler = () => new Promise(() => setInterval(() => {}, 1000));"));
      const input = encodeURIComponent('{"functionName":"hello"}');
      const live = await fetch(`${url}/trpc/logs.follow?input=${input}`, { headers: { accept: "text/event-stream" } });
      const reading = live.text().catch(() => "cut off");
      const running = invoke(url).catch(() => "cut off");
      const started = async () =>
        (await trpcCalls(url).query("logs.query", { functionName: "hello", filter: '"START RequestId"' })).events
          .length;
      await expect.poll(started, { timeout: 10_000 }).toBe(1);
      const processes = descendantsOf(server.pid);

      const { exitCode, tookMs } = await server.signal(signal);
      expect(exitCode).toBe(0);
      expect(tookMs).toBeLessThan(2500);
      expect(processes.filter(isRunning)).toEqual([]);
      await Promise.all([running, reading]);
      await start().ready();
    },
  );
});

describe("what stands in the way of a start is told in a sentence with a way out", () => {
  const refusal = async (server: ServerProcess) => ({ exitCode: await server.ended(), text: server.output().trim() });

  test("a busy port", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const { exitCode, text } = await refusal(start("--port", String(port), "--unsafe-process-driver"));
    other.close();
    expect(exitCode).toBe(1);
    expect(text).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Choose another port with --port or LAMBENT_PORT.`,
    );
  });

  test("a data folder that another server uses", async () => {
    const first = start("--unsafe-process-driver");
    const url = await first.ready();
    const { exitCode, text } = await refusal(start("--unsafe-process-driver"));
    expect(exitCode).toBe(1);
    expect(text).toBe(
      `Another server (process ${first.pid}, ${url}) is using the data folder ${home}. Stop it, or choose another folder with --home or LAMBENT_HOME (and another port with --port).`,
    );
  });

  test("a data folder that can't be written", async () => {
    const { exitCode, text } = await refusal(start("--home", "/proc/nothing"));
    expect(exitCode).toBe(1);
    expect(text).toMatch(
      /^The data folder \/proc\/nothing can't be written \(.+\)\. Choose another with --home or LAMBENT_HOME\.$/,
    );
  });

  test("an address that others can reach", async () => {
    const { exitCode, text } = await refusal(start("--host", "0.0.0.0"));
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^The server listens on this machine alone/);
  });

  test("help is no failure", async () => {
    const { exitCode, text } = await refusal(start("--help"));
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^Usage: /);
  });
});
