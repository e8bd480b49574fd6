import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("./runs-until-killed.fixture.ts", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
/** The bundle lies where the database's packages, which stay outside of it, can be found. */
const STORE = fileURLToPath(new URL("../../../store", import.meta.url));
const MIGRATIONS = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));
const ROUNDS = 6;

interface Facts {
  accepted: Set<string>;
  ran: Map<string, number>;
  delivered: Set<string>;
}

/** One file, as Node 20 runs no TypeScript. */
async function bundledProgram(): Promise<string> {
  const requireFromVitest = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
  const { build } = await import(pathToFileURL(requireFromVitest.resolve("vite")).href);
  const outDir = join(STORE, "node_modules", ".cache", `runs-until-killed-${process.pid}`);
  onTestFinished(() => rm(outDir, { recursive: true, force: true }));
  await build({
    root: PACKAGE,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: [/^@lambent\//, "zod"] },
    build: { ssr: PROGRAM, outDir, emptyOutDir: true, target: "node20" },
  });
  return join(outDir, "runs-until-killed.fixture.js");
}

function start(program: string, directory: string, round: string): ChildProcess {
  const child = spawn(process.execPath, [program, directory, MIGRATIONS, round], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function note(child: ChildProcess, { accepted, ran, delivered }: Facts, onLine: (kind: string) => void) {
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const { kind, event } = JSON.parse(line);
    if (kind === "accepted") accepted.add(event);
    if (kind === "ran") ran.set(event, (ran.get(event) ?? 0) + 1);
    if (kind === "delivered") delivered.add(event);
    onLine(kind);
  }
  return exited;
}

test("a server that is killed at any moment runs every event that it acknowledged", { timeout: 120_000 }, async () => {
  const program = await bundledProgram();
  const directory = await mkdtemp(join(tmpdir(), "lambent-killed-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const facts: Facts = { accepted: new Set(), ran: new Map(), delivered: new Set() };
  for (let round = 0; round < ROUNDS; round++) {
    const child = start(program, directory, String(round));
    // Each round dies after another number of events, in the middle of what follows; some as soon as the first has run.
    let left = 1 + round * 37;
    const ended = await note(child, facts, (kind) => {
      if (kind === (round % 2 === 0 ? "accepted" : "delivered") && --left === 0) child.kill("SIGKILL");
    });
    expect(ended).toEqual([null, "SIGKILL"]);
  }
  expect(await note(start(program, directory, "drain"), facts, () => {})).toEqual([0, null]);

  expect(facts.accepted.size).toBeGreaterThan(100);
  const missing = (found: { has(event: string): boolean }) => [...facts.accepted].filter((event) => !found.has(event));
  expect(missing(facts.ran)).toEqual([]);
  expect(missing(facts.delivered)).toEqual([]);
  // At least once isn't again and again: only what was cut off before its end was written has run twice.
  const again = [...facts.ran.values()].filter((times) => times > 1);
  expect(again.length).toBeLessThan(facts.ran.size / 2);
});
