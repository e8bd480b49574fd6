import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyPython } from "../../runtimes/copy-python.ts";
import { findPython } from "../../runtimes/find-python.ts";
import { EMULATION_KIT, NODE_DIRECTORY } from "../sandbox.fixtures.ts";
import { gvisorDrivers, testedDrivers } from "../tested-drivers.ts";
import type { Attempt, AttemptTarget, Tried } from "./attempt.ts";
import { compileNative, hasCompiler, listNativeAttempts, readLines } from "./compile-native.ts";
import { ANSWERED_BY_GVISOR, LAST_IN_GVISOR, NOWHERE_ON_HOST } from "./gvisor-answers.ts";
import type { HostJob, HostProgram, HostReport, Mode } from "./host.fixture.ts";
import { portraitOfHost } from "./host-portrait.ts";
import { isReachable } from "./is-reachable.ts";
import { NODE_ATTEMPTS, nodeAttemptScript } from "./node.attempts.ts";
import { PYTHON_ATTEMPTS, pythonAttemptScript } from "./python.attempts.ts";

const FIXTURE = fileURLToPath(new URL("./host.fixture.ts", import.meta.url));
const isRoot = process.geteuid?.() === 0;
/** Needs no entry in /etc/passwd. */
const ORDINARY_USER = 54_321;
const SECRET = `secret-${process.pid}-${Math.random()}`;
/** More files than are linked one by one. */
const LARGE = 80;

const shared = await mkdtemp(join(tmpdir(), "sandbox-programs-"));
await chmod(shared, 0o755);
const python = await findPython("3.12");
const pythonDirectory = python && (await copyPython(python, join(shared, "python")));
const nativeProgram = join(shared, "hostile");
if (hasCompiler) compileNative(nativeProgram);
const nativeAttempts = hasCompiler ? listNativeAttempts(nativeProgram) : [];
afterAll(() => rm(shared, { recursive: true, force: true }));

/** The only other user there is inside is one of the host whom nothing runs as and nothing belongs to. */
const HARMLESS_IN_A_CONTAINER = /^change its audit user$/;
/**
 * An ordinary user's container, and any with Internet access, has no user but root, who outside is another one, and has no capability. What the
 * kernel hides belongs to that root; its names can be seen then, and nothing behind them.
 */
const AS_ROOT_INSIDE =
  /^(become root|take the group root|act on files as root|run a setuid file of its own as root|list the first process' descriptors|change the first process' settings)/;

interface ServerKind {
  title: string;
  uid?: number;
  modes: readonly Mode[];
}
const USERS: readonly ServerKind[] = [
  {
    title: isRoot ? "root" : "this user",
    modes: isRoot
      ? ["started with its function", "given its function by links", "given its function by mounts"]
      : ["started with its function", "given its function by links"],
  },
  // The fixture has to be readable to that user, so not in a checkout below /root.
  ...(isRoot && isReachable(FIXTURE)
    ? [
        {
          title: "an ordinary user",
          uid: ORDINARY_USER,
          modes: ["started with its function", "given its function by links"] as const,
        },
      ]
    : []),
];

const ONLINE = "with Internet access";
const SERVERS: readonly (ServerKind & { driver: string; isGvisor: boolean })[] = [
  ...testedDrivers.flatMap(({ name: driver }) =>
    USERS.map((user) => ({ ...user, modes: [...user.modes, ONLINE] as const, driver, isGvisor: false })),
  ),
  // It offers neither Internet access nor mounts that come later.
  ...gvisorDrivers.flatMap(({ name: driver }) =>
    USERS.map((user) => {
      const modes = user.modes.filter((mode) => mode !== "given its function by mounts");
      return { ...user, modes, driver, isGvisor: true };
    }),
  ),
];

describe.each(SERVERS)("hostile code in a sandbox of $title by $driver", ({ uid, modes, driver, isGvisor }) => {
  let parent: string;
  let hostProcess: ChildProcess;
  let report: ReturnType<typeof parseReport>;
  let hostBefore: ReturnType<typeof portraitOfHost>;
  const servers: Server[] = [];
  const codeOf = new Map<Mode, { folder: string; before: string }>();

  const asUser = uid !== undefined || !isRoot;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-hostile-"));
    await chmod(parent, 0o755);
    for (const mode of modes) {
      const folder = await makeCode(join(parent, `code-${codeOf.size}`), mode.endsWith("mounts") ? LARGE : 0);
      codeOf.set(mode, { folder, before: await portrait(join(folder, "code.txt")) });
    }
    const neighbour = {
      codeDirectory: join(parent, "neighbour"),
      secret: `of the neighbour ${SECRET}`,
      port: randomInt(20_000, 30_000),
    };
    await mkdir(neighbour.codeDirectory);
    await writeFile(join(neighbour.codeDirectory, "neighbour.txt"), neighbour.secret);
    hostProcess = await startHostProcess();
    const target: AttemptTarget = {
      file: join(parent, "secret.txt"),
      secret: SECRET,
      processId: hostProcess.pid!,
      port: ((await listen(0, "127.0.0.1")).address() as { port: number }).port,
      abstractSocket: SECRET,
      socketFile: join(parent, "server.sock"),
      hostname: hostname(),
      driverDirectory: join(parent, "driver"),
      neighbour: { ...neighbour, processIds: [] },
    };
    await writeFile(target.file, SECRET);
    await listen(target.socketFile);
    const job: HostJob = {
      directory: target.driverDirectory,
      driver,
      neighbour,
      codeDirectories: Object.fromEntries([...codeOf].map(([mode, { folder }]) => [mode, folder])),
      programs: programs(NODE_ATTEMPTS, PYTHON_ATTEMPTS, target),
      outside: {
        codeDirectory: await makeCode(join(parent, "code-outside"), 0),
        programs: uid ? {} : programs(onHost(NODE_ATTEMPTS), onHost(PYTHON_ATTEMPTS), target, "outside"),
      },
    };
    hostBefore = portraitOfHost();
    report = parseReport(await runHost(job));
  }, 600_000);

  afterAll(async () => {
    hostProcess?.kill();
    for (const server of servers) server.close();
    await rm(parent, { recursive: true, force: true });
  });

  for (const mode of modes) {
    describe(mode, () => {
      const isOnline = mode === ONLINE;
      const can = (language: keyof Results, { name, allowedByInternetAccess }: Tried) => {
        if (isOnline && allowedByInternetAccess) return;
        const harmless = isGvisor ? ANSWERED_BY_GVISOR[name] : undefined;
        if (harmless !== undefined) {
          test(`${language}: it can ${name}, which is harmless: ${harmless}`, () => {
            expect(report.inside[mode]![language]?.get(name)).toBe(name === LAST_IN_GVISOR ? undefined : "reached");
          });
          return;
        }
        test(`${language}: it can't ${name}`, ({ skip }) => {
          if (isOnline && report.noInternetAccess !== undefined) skip(report.noInternetAccess);
          const isRootInside = asUser || isOnline || isGvisor;
          if (driver !== "bwrap" && (HARMLESS_IN_A_CONTAINER.test(name) || (isRootInside && AS_ROOT_INSIDE.test(name))))
            skip();
          // Needs the kernel's help there, see `driver.emulation`.
          if (driver !== "bwrap" && language === "emulated" && !report.inside[mode]!.emulated) skip();
          const found = report.inside[mode]![language]?.get(name);
          expect(found).toBeDefined();
          expect(found).not.toBe("reached");
          // It was tried, and not written wrongly.
          expect(found).not.toMatch(/^not tried|(Syntax|Reference|Name|Type)Error|is not (a function|defined)/);
        });
      };
      for (const attempt of NODE_ATTEMPTS) can("node", attempt);
      // Of code that leaves the emulator, all that the native list shows is true as well: it is then a program of the host.
      if (EMULATION_KIT && !isOnline && !isGvisor) for (const attempt of NODE_ATTEMPTS) can("emulated", attempt);
      if (pythonDirectory) for (const attempt of PYTHON_ATTEMPTS) can("python", attempt);
      for (const attempt of nativeAttempts) can("native", attempt);

      if (isOnline) {
        test("it has a network, so that the attempts test something", ({ skip }) => {
          if (report.noInternetAccess !== undefined) skip(report.noInternetAccess);
          expect(report.inside[mode]!.node?.get("have an interface besides loopback")).toBe("reached");
        });
      }

      test("its stored code is as it was", async () => {
        const { folder, before } = codeOf.get(mode)!;
        expect(await portrait(join(folder, "code.txt"))).toBe(before);
      });
    });
  }

  test("the host is as it was, and so is the neighbour", () => {
    expect(portraitOfHost()).toEqual(hostBefore);
    expect(report.neighbourRuns).toBe(true);
  });

  if (!uid) {
    // As another user than root, the host itself refuses some of them.
    describe.runIf(isRoot)("the same attempt on the host succeeds, so it tests something", () => {
      for (const { name } of onHost(NODE_ATTEMPTS)) {
        if (isGvisor && name === NOWHERE_ON_HOST) continue;
        test(`node: ${name}`, () => expect(report.outside.node?.get(name)).toBe("reached"));
      }
      if (pythonDirectory) {
        for (const { name } of onHost(PYTHON_ATTEMPTS)) {
          test(`python: ${name}`, () => expect(report.outside.python?.get(name)).toBe("reached"));
        }
      }
      for (const { name } of onHost(nativeAttempts)) {
        test(`native: ${name}`, ({ skip }) => {
          // A container may not make the namespaces in which trying is harmless.
          if (report.outside.native?.has("no namespaces here")) skip();
          expect(report.outside.native?.get(name)).toBe("reached");
        });
      }
    });
  }

  async function startHostProcess(): Promise<ChildProcess> {
    // The same Node.js as inside: releases differ in how they pad the name of an abstract socket.
    const listens = `require("net").createServer((socket) => socket.destroy()).listen("\\0${SECRET}", () => console.log("up"))`;
    const child = spawn(join(NODE_DIRECTORY, "bin/node"), ["-e", listens], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout!, "data");
    return child;
  }

  async function makeCode(folder: string, extraFiles: number): Promise<string> {
    await mkdir(folder);
    await writeFile(join(folder, "code.txt"), "code");
    // Whatever the modes allow, the mount must not.
    await chmod(join(folder, "code.txt"), 0o666);
    for (let index = 0; index < extraFiles; index++) await writeFile(join(folder, `${index}.txt`), "");
    if (hasCompiler) await copyFile(nativeProgram, join(folder, "hostile"));
    if (uid) for (const name of ["", ...(await readdir(folder))]) await chown(join(folder, name), uid, uid);
    return folder;
  }

  function listen(...where: [number, string] | [string]): Promise<Server> {
    const server = createServer((socket) => socket.destroy());
    servers.push(server);
    return new Promise((resolve) => server.listen(...(where as [number, string]), () => resolve(server)));
  }

  async function runHost(job: HostJob): Promise<string> {
    const jobFile = join(parent, "job.json");
    await writeFile(jobFile, JSON.stringify(job));
    await mkdir(job.directory, { mode: 0o755 });
    if (uid) await chown(job.directory, uid, uid);
    // A release that takes types out by itself.
    const node = [join(NODE_DIRECTORY, "bin/node"), "--disable-warning=ExperimentalWarning", FIXTURE, jobFile];
    // Some hosts let root alone open the device that Internet access needs.
    const tun = join(parent, "tun");
    const open = `mknod ${tun} c 10 200 && chmod 666 ${tun} && mount --bind ${tun} /dev/net/tun; exec "$@"`;
    const become = [
      ...["unshare", "--mount", "--propagation", "slave", "/bin/sh", "-c", open, "sh"],
      ...["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--inh-caps=-all"],
    ];
    const [program, ...rest] = uid ? [...become, ...node] : node;
    const host = spawn(program!, rest, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH, SERVER_SECRET: SECRET },
      cwd: parent,
    });
    let text = "";
    host.stdout.on("data", (chunk) => (text += chunk));
    await once(host, "close");
    return text;
  }
});

type Results = Partial<Record<"node" | "emulated" | "python" | "native", Map<string, string>>>;

function programs(
  node: readonly Attempt[],
  pythonAttempts: readonly Attempt[],
  target: AttemptTarget,
  how = "inside",
): Record<string, HostProgram> {
  const withIds = (script: string) => script.replace('"processIds":[]', '"processIds":PROCESS_IDS');
  const modules = ["fs", "net", "os", "path", "child_process", "dgram", "dns"];
  const prelude = modules.map((name) => `const ${name} = require("node:${name}");`).join(" ");
  const pythonScript = pythonAttemptScript(pythonAttempts, target);
  const command = ["/var/lang/bin/node", "-e", `${prelude}\n${withIds(nodeAttemptScript(node, target))}`];
  return {
    node: { command },
    ...(EMULATION_KIT && how === "inside" && { emulated: { command, architecture: "arm64" as const } }),
    ...(pythonDirectory && {
      python: {
        langDirectory: pythonDirectory,
        command: ["/var/lang/bin/python3.12", "-I", "-c", pythonScript],
        environment: { LD_LIBRARY_PATH: "/var/lang/lib" },
      },
    }),
    ...(hasCompiler && {
      native: {
        command: ["/var/task/hostile", how],
        environment: how === "inside" ? {} : { CODE_FOLDER: "/var/task" },
      },
    }),
  };
}

function onHost<T extends Tried>(attempts: readonly T[]): T[] {
  return attempts.filter(({ onlyInside }) => onlyInside === undefined);
}

function parseReport(text: string) {
  const report: HostReport = JSON.parse(text);
  const parse = (said: Record<string, string>): Results => ({
    ...(said.node && { node: new Map(Object.entries(JSON.parse(said.node))) }),
    ...(said.emulated && { emulated: new Map(Object.entries(JSON.parse(said.emulated))) }),
    ...(said.python && { python: new Map(Object.entries(JSON.parse(said.python))) }),
    ...(said.native && { native: readLines(said.native) }),
  });
  const inside = Object.fromEntries(Object.entries(report.inside).map(([mode, said]) => [mode, parse(said)]));
  return { ...report, inside: inside as Partial<Record<Mode, Results>>, outside: parse(report.outside) };
}

/** What must not change about a file in the store. Its links may: that is how sandboxes are given it. */
async function portrait(file: string): Promise<string> {
  const { ino, mode, uid, gid, size, mtimeMs } = await stat(file);
  return JSON.stringify([ino, mode, uid, gid, size, mtimeMs, await readFile(file, "utf8")]);
}
