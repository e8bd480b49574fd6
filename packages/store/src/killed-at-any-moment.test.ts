import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { removeTree } from "./code/remove-tree.ts";
import { openStore } from "./index.ts";
import { SCOPE, temporaryFolder } from "./testing/temporary-store.ts";

const WRITER = fileURLToPath(new URL("./testing/writes-until-killed.ts", import.meta.url));
const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const MIGRATIONS = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
const ROUNDS = 6;

interface Standing {
  codeSha256: string;
  memoryMb: number;
  textLength: number;
}

/** The writer as one file, bundled as the server is: Node 20 runs no TypeScript, and so the bundle is tested too. */
async function bundledWriter(): Promise<string> {
  const requireFromVitest = createRequire(createRequire(import.meta.url).resolve("vitest/package.json"));
  const { build } = await import(pathToFileURL(requireFromVitest.resolve("vite")).href);
  const outDir = join(PACKAGE, "node_modules", ".cache", `writes-until-killed-${process.pid}`);
  onTestFinished(() => removeTree(outDir));
  await build({
    root: PACKAGE,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: [/^@lambent\//] },
    build: { ssr: WRITER, outDir, emptyOutDir: true, target: "node20" },
  });
  return join(outDir, "writes-until-killed.js");
}

function startWriter(program: string, directory: string, round: number): ChildProcess {
  const child = spawn(process.execPath, [program, directory, MIGRATIONS, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("a store that is killed at any moment keeps all that it acknowledged", { timeout: 120_000 }, async () => {
  const program = await bundledWriter();
  const directory = await temporaryFolder();
  const standing = new Map<string, Standing>();
  const leaving = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const child = startWriter(program, directory, round);
    const exited = once(child, "exit");
    // Each round dies after another number of acknowledgements, and in the middle of what follows.
    let left = 3 + round * 4;
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const { kind, functionName, ...fact } = JSON.parse(line);
      if (kind === "stands") standing.set(functionName, fact);
      if (kind === "leaving") leaving.add(functionName);
      if (kind === "gone") {
        standing.delete(functionName);
        leaving.delete(functionName);
      }
      if (--left === 0) child.kill("SIGKILL");
    }
    expect(await exited).toEqual([null, "SIGKILL"]);
    await expectToStand(directory, standing, leaving);
  }
  expect(standing.size).toBeGreaterThan(ROUNDS);
});

async function expectToStand(directory: string, standing: Map<string, Standing>, leaving: Set<string>): Promise<void> {
  const store = await openStore({ directory });
  try {
    for (const [functionName, { codeSha256, memoryMb, textLength }] of standing) {
      const record = await store.functions.get(SCOPE, functionName);
      // A deletion that was not acknowledged may have happened or not; nothing else may be missing.
      if (record === null && leaving.has(functionName)) continue;
      expect(record, functionName).not.toBeNull();
      // The edit after the last acknowledgement may be in place already: then all of it is.
      const edited = record?.memoryMb === 256;
      expect(record?.memoryMb).toBeGreaterThanOrEqual(memoryMb);
      expect(record?.tags.edited).toBe(edited ? "yes" : undefined);
      if (record?.memoryMb === memoryMb) expect(record.codeSha256).toBe(codeSha256);
      const content = Buffer.from(await store.codePackages.readFile(record?.codeSha256 ?? "", "index.mjs")).toString();
      expect(content.startsWith(edited ? `edited ${functionName} ` : `${functionName} `)).toBe(true);
      expect(content).toHaveLength(edited && memoryMb === 128 ? textLength + "edited ".length : textLength);
    }
  } finally {
    await store.close();
  }
}
