import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";
import { HeldClock } from "./testing/held-clock.ts";

const RUNTIME = "nodejs24.x";
const FILL_AFTER_MS = 1_000;
/** Tells whether its modules came from a cache, and tries to change it. */
const HANDLER = `import { readdirSync, writeFileSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { slow } from "./slow.mjs";
const attempt = (change) => { try { change(); return "done"; } catch (error) { return error.code; } };
export const handler = async () => ({
  slow,
  directory: getCompileCacheDir() ?? null,
  files: getCompileCacheDir() ? readdirSync(getCompileCacheDir()).length : 0,
  written: attempt(() => writeFileSync("/var/cache/compile/x", "")),
});
`;
/** Long enough to load that a cache is worth it. */
const SLOW = "const untilMs = Date.now() + 40; while (Date.now() < untilMs); export const slow = true;\n";

let directory: string;
let fixtures: Fixtures;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lambent-compile-cache-"));
  await chmod(directory, 0o755);
});
afterEach(async () => {
  await fixtures?.close();
  await rm(directory, { recursive: true, force: true });
});

async function writeCode(files: Readonly<Record<string, string>>): Promise<string> {
  const code = join(directory, "code");
  await mkdir(code);
  for (const [name, text] of Object.entries(files)) await writeFile(join(code, name), text);
  return code;
}

test.each(["on demand", "none"] as const)(
  "what V8 compiled of a function is found by its next environment (spares %s)",
  async (spares) => {
    const clock = new HeldClock();
    fixtures = await Fixtures.open("bwrap", { clock, spares, dataDirectory: join(directory, "data") });
    const codeDirectory = await writeCode({ "index.mjs": HANDLER, "slow.mjs": SLOW });
    const run = () => fixtures.run("cached", RUNTIME, { codeDirectory, environmentKey: "cached/1" });
    expect((await run()).json).toEqual({ slow: true, directory: null, files: 0, written: "ENOENT" });
    await clock.fire(FILL_AFTER_MS);
    fixtures.runner.retire("");
    await expect
      .poll(
        async () => {
          const { json } = await run();
          fixtures.runner.retire("");
          return json;
        },
        { timeout: 20_000, interval: 500 },
      )
      .toEqual({
        slow: true,
        directory: expect.stringMatching(/^\/var\/cache\/compile\/v24/),
        files: 2,
        written: "EROFS",
      });
    const other = await fixtures.run("cached", RUNTIME, { codeDirectory, environmentKey: "cached/2" });
    expect(other.json).toMatchObject({ directory: null });
  },
);

test("a function that writes what is no cache gets none", async () => {
  const clock = new HeldClock();
  fixtures = await Fixtures.open("bwrap", { clock, spares: "none", dataDirectory: join(directory, "data") });
  const codeDirectory = await writeCode({
    "index.mjs": `import fs from "node:fs";
      import { getCompileCacheDir } from "node:module";
      if (fs.existsSync("/tmp/compile-cache")) {
        fs.writeFileSync("/tmp/compile-cache/..planted", "x");
        fs.symlinkSync("/etc/passwd", "/tmp/compile-cache/link");
      }
      const untilMs = Date.now() + 40; while (Date.now() < untilMs);
      export const handler = async () => getCompileCacheDir() ?? null;`,
  });
  const run = () => fixtures.run("planted", RUNTIME, { codeDirectory, environmentKey: "planted/1" });
  await run();
  await clock.fire(FILL_AFTER_MS);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  fixtures.runner.retire("");
  expect((await run()).json).toBeNull();
});
