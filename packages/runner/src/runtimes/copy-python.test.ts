import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyPython } from "./copy-python.ts";
import { type FoundPython, findPython } from "./find-python.ts";

let directory: string;
let python: FoundPython | undefined;
let tree: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lambent-python-"));
  python = await findPython();
  if (python) tree = await copyPython(python, directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The copy, run without anything of the original in reach of its search. */
const run = (code: string): string =>
  execFileSync(join(tree, "bin/python3.12"), ["-I", "-c", code], {
    env: { LD_LIBRARY_PATH: join(tree, "lib") },
    encoding: "utf8",
  }).trim();

test("finds a CPython 3.12 by running it", () => {
  expect(python?.version).toMatch(/^3\.12\.\d+/);
});

test("the copy is its own prefix and imports its own library", () => {
  expect(run("import sys; print(sys.prefix)")).toBe(tree);
  const code = "import json, ssl, sqlite3, ctypes, decimal; print(json.__file__.startswith(__import__('sys').prefix))";
  expect(run(code)).toBe("True");
});

test("the copy holds no packages of others, and no tests", async () => {
  const library = join(tree, "lib/python3.12");
  expect(await readdir(join(library, "site-packages"))).toEqual([]);
  expect(await readdir(library)).not.toEqual(expect.arrayContaining(["test"]));
});

test("every user can read the copy", async () => {
  for (const path of [tree, join(tree, "lib/python3.12"), join(tree, "bin/python3.12")]) {
    expect((await stat(path)).mode & 0o555).toBe(0o555);
  }
  expect((await stat(join(tree, "lib/python3.12/os.py"))).mode & 0o444).toBe(0o444);
});

test("the copied compiled modules are still valid", () => {
  const code =
    "import importlib.util, os, sys; p = importlib.util.cache_from_source(os.__file__); d = open(p, 'rb').read(16); " +
    "print(int.from_bytes(d[8:12], 'little') == int(os.stat(os.__file__).st_mtime) & 0xffffffff)";
  expect(run(code)).toBe("True");
});

test("the copy is made once", async () => {
  const { ctimeMs } = await stat(tree);
  expect(await copyPython(python!, directory)).toBe(tree);
  expect((await stat(tree)).ctimeMs).toBe(ctimeMs);
  expect(await readdir(directory)).toHaveLength(1);
});
