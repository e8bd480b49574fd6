import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPyodide } from "./build-pyodide.ts";
import type { FoundInterpreter } from "./find-node.ts";
import { type FoundPyodide, findNodeForPyodide, findPyodide } from "./find-pyodide.ts";
import { runnerPackageDirectory } from "./runner-package.ts";

const packageDirectory = runnerPackageDirectory();
const bootstrap = join(packageDirectory, "bootstrap");

let directory: string;
let pyodide: FoundPyodide;
let node: FoundInterpreter;
let tree: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lambent-pyodide-"));
  pyodide = (await findPyodide(packageDirectory))!;
  node = (await findNodeForPyodide(packageDirectory))!;
  tree = await buildPyodide(pyodide, node, bootstrap, directory);
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

test("finds Pyodide's Python and a Node.js that can load its snapshots", () => {
  expect(pyodide.pythonVersion).toMatch(/^3\.12\.\d+$/);
  expect(node.version).toMatch(/^2[24]\./);
});

test("holds a snapshot and compiled modules, for everybody to read", async () => {
  expect((await stat(join(tree, "snapshot.bin"))).size).toBeGreaterThan(10e6);
  expect(await readdir(join(tree, "lambent_runtime/__pycache__"))).toContain("main.cpython-312.pyc");
  const standardLibrary = await readFile(join(tree, "pyodide/python_stdlib.zip"));
  expect(standardLibrary.includes("json/decoder.pyc")).toBe(true);
  for (const file of await readdir(tree, { recursive: true })) {
    expect((await stat(join(tree, file))).mode & 0o044).toBe(0o044);
  }
});

test("is made once", async () => {
  const { ctimeMs } = await stat(tree);
  expect(await buildPyodide(pyodide, node, bootstrap, directory)).toBe(tree);
  expect((await stat(tree)).ctimeMs).toBe(ctimeMs);
  expect(await readdir(directory)).toHaveLength(1);
});

test("where no snapshot can be made it goes without, and tries again the next time", { timeout: 120_000 }, async () => {
  const broken = await mkdtemp(join(tmpdir(), "lambent-broken-bootstrap-"));
  await cp(bootstrap, broken, { recursive: true });
  const file = join(broken, "pyodide/build.mjs");
  const step = "async snapshot() {";
  const text = await readFile(file, "utf8");
  expect(text).toContain(step);
  await writeFile(file, text.replace(step, `${step} throw new Error("not today");`));
  const plain = await buildPyodide(pyodide, node, broken, join(directory, "plain"));
  expect(plain).toMatch(/-plain$/);
  expect(await readdir(plain)).not.toContain("snapshot.bin");
  execFileSync(join(node.prefix, "bin/node"), [join(plain, "build.mjs"), "verify"]);
  await writeFile(join(plain, "old"), "");
  // Left by a server that was killed meanwhile, long ago and just now.
  for (const name of ["old", "new"]) await mkdir(join(directory, `plain/pyodide-building-${name}`));
  await utimes(join(directory, "plain/pyodide-building-old"), 1, 1);
  expect(await buildPyodide(pyodide, node, broken, join(directory, "plain"))).toBe(plain);
  expect(await readdir(plain)).not.toContain("old");
  expect(await readdir(join(directory, "plain"))).toEqual([basename(plain), "pyodide-building-new"].sort());
  await rm(broken, { recursive: true });
});
