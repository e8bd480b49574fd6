import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBwrapDriver } from "../bwrap-driver.ts";
import { nodeStart, readAll } from "../sandbox.fixtures.ts";
import type { Sandbox } from "../sandbox.port.ts";

const SOURCES = fileURLToPath(new URL("../../", import.meta.url));
/** Older than any change, so that the kernel notes a later read even where it does so lazily (relatime). */
const LONG_AGO = new Date("2001-01-01");

/** Whatever a host could be tempted to open, made a link to a file or a folder of the host. */
const NAMES = (
  "driver.json seccomp.bpf log logs stdout stderr output.log core core.1 crash.log heap.heapsnapshot report.json tmp task opt " +
  "functions rootfs run proc dev code index.mjs bootstrap package.json .npmrc .netrc .ssh control.sock runtime.sock " +
  "socket lock pid state metrics trace node_modules __pycache__ python .env lambent.db telemetry.db"
).split(" ");

const PLANT = (canaries: string) => `
  const canaries = ${JSON.stringify(canaries)};
  const plant = (place) => {
    for (const name of ${JSON.stringify(NAMES)}) {
      for (const [kind, target] of [["", "/file.txt"], [".d", "/folder"], [".all", ""]]) {
        const path = place + "/" + name + kind;
        fs.rmSync(path, { recursive: true, force: true });
        fs.symlinkSync(canaries + target, path);
      }
    }
    fs.symlinkSync("/proc/self/root" + canaries, place + "/through-proc");
    fs.symlinkSync("..", place + "/up");
    fs.symlinkSync(".", place + "/itself");
  };
  for (const place of ["/tmp", "/dev/shm"]) plant(place);
  for (const attempt of [
    () => fs.renameSync("/tmp", "/var/tmp/tmp"),
    () => { fs.rmdirSync("/tmp"); fs.symlinkSync(canaries, "/tmp"); },
    () => fs.symlinkSync(canaries, "/var/task/canaries"),
  ]) try { attempt(); } catch {}`;

describe("a function that makes /tmp a heap of links to the host", () => {
  let parent: string;
  let canaries: string;
  let code: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-links-"));
    [canaries, code] = [join(parent, "canaries"), join(parent, "code")];
    await mkdir(join(canaries, "folder/deep"), { recursive: true });
    await mkdir(code);
    for (const name of ["file.txt", "folder/file.txt", "folder/deep/file.txt"]) {
      await writeFile(join(canaries, name), `canary ${name}`);
    }
    await writeFile(join(code, "code.txt"), "code");
    for (const path of await everything()) await utimes(path, LONG_AGO, new Date());
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  /** Files before folders: looking into a folder counts as reading it. */
  async function everything(): Promise<string[]> {
    const entries = await readdir(canaries, { recursive: true, withFileTypes: true });
    const paths = entries.map((entry) => join(entry.parentPath, entry.name));
    return [...paths.sort((a, b) => b.length - a.length), canaries];
  }

  const PATHS = ["", "file.txt", "folder", "folder/file.txt", "folder/deep", "folder/deep/file.txt"];
  const portrait = async () =>
    Promise.all(
      PATHS.map(async (path) => {
        const { ino, mode, uid, gid, nlink, size, atimeMs, mtimeMs, ctimeMs } = await stat(join(canaries, path));
        return [path, ino, mode, uid, gid, nlink, size, atimeMs, mtimeMs, ctimeMs];
      }),
    );

  test("a read of a canary would be noticed", async ({ skip }) => {
    const before = await portrait();
    await readFile(join(canaries, "file.txt"));
    await readdir(join(canaries, "folder"));
    const after = await portrait();
    // A file system mounted with noatime tells of changes alone.
    if (JSON.stringify(before) === JSON.stringify(after)) skip();
    expect(after[1]).not.toEqual(before[1]);
    expect(after[2]).not.toEqual(before[2]);
  });

  for (const mode of ["started with its function", "given its function later"]) {
    test(`nothing of the host is read, changed or removed through them (${mode})`, async () => {
      const before = await portrait();
      const driver = await createBwrapDriver({ directory: join(parent, "driver") });
      const start = async (script: string) => {
        const { assignment, ...unassigned } = nodeStart(code, script, { memoryMb: 128, ephemeralStorageMb: 256 });
        const later = mode !== "started with its function";
        const sandbox = await driver.start(later ? unassigned : { ...unassigned, assignment: assignment! });
        if (later) await sandbox.assign(assignment!);
        for (const stream of [sandbox.stdout, sandbox.stderr]) stream.resume();
        return sandbox;
      };

      // All that the host does with a living sandbox, its memory measured while the links are there: /tmp holds more than
      // the function's memory, so the group's figure alone doesn't say enough.
      const planted = await start(`${PLANT(canaries)}
        const fd = fs.openSync("/tmp/large", "w");
        for (let n = 0; n < 150; n++) fs.writeSync(fd, Buffer.alloc(1048576, 1));
        fs.writeSync(4, "planted"); setInterval(() => {}, 1000);`);
      await firstLog(planted);
      await planted.applyCpuShare();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await planted.peakMemoryBytes()).toBeLessThan(128 * 1024 * 1024);
      await planted.freeze();
      await planted.thaw();
      planted.kill();
      expect((await planted.exited).oomKilled).toBe(false);

      // Each way to end, clean-up included.
      const out = await start(`${PLANT(canaries)} const blocks = []; for (;;) blocks.push(Buffer.alloc(1e6, 1));`);
      expect((await out.exited).oomKilled).toBe(true);
      const crashed = await start(`${PLANT(canaries)} process.chdir("/tmp"); process.abort();`);
      expect((await crashed.exited).signal).toBe("SIGABRT");
      const ended = await start(`${PLANT(canaries)} fs.writeSync(4, fs.readdirSync("/tmp").length + "");`);
      const links = readAll(ended.logs);
      await ended.exited;
      expect(Number(await links)).toBeGreaterThan(NAMES.length);
      const busy = await start(`${PLANT(canaries)} fs.writeSync(4, "planted"); for (;;);`);
      await firstLog(busy);
      await driver.close();

      // And a successor that clears what was left.
      await (await createBwrapDriver({ directory: join(parent, "driver") })).close();
      expect(await portrait()).toEqual(before);
      expect(await readFile(join(canaries, "folder/deep/file.txt"), "utf8")).toBe("canary folder/deep/file.txt");
    });
  }
});

/**
 * What stands between the host and a path that a sandbox can write: nothing but these lines. A new one has to say, here
 * and there, why it can't be led astray.
 */
test("the host looks through a sandbox's root in these places, and there it asks for sizes only", () => {
  const found = sourceFiles().flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => /\/(root|cwd|fd|map_files)\b/.test(line) && /\/proc\/\$\{|\/proc\/" ?\+/.test(line))
      .map((line) => `${relative(SOURCES, file)}: ${line.trim()}`),
  );
  expect(found).toEqual([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of source
    "sandbox/sandbox-memory.ts: return { tmp: `/proc/${processId}/root/tmp`, others: [`/proc/${processId}/root/dev/shm`] };",
    // The root of the process that opens files for gVisor's kernel: the same read-only one.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of source
    'sandbox/oci/gvisor/gvisor-processes.ts: return `/proc/${listTree(parentId).find((id) => isNamed(id, "runsc-gofer"))}/root`;',
    // Descriptors of gVisor's kernel itself, of which one is found by its name and asked for its size.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of source
    "sandbox/oci/gvisor/gvisor-processes.ts: const folder = `/proc/${processId}/fd`;",
  ]);
});

/** Of the product: neither tests nor what they run. */
function sourceFiles(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.(test|fixtures?|attempts|contract)\.ts$|^testing\//.test(name))
    .map((name) => join(SOURCES, name));
}

const firstLog = (sandbox: Sandbox) => new Promise((resolve) => sandbox.logs.once("data", resolve));
