import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foundPythons } from "../testing/found-pythons.ts";
import { copyPython } from "./copy-python.ts";
import { findPython } from "./find-python.ts";

const pythons = await foundPythons();

test.runIf(pythons.length > 0).each(pythons)("finds the CPython of $runtime by running it", ({ python }) => {
  expect(python.version.startsWith(`${python.series}.`)).toBe(true);
});

test("finds no CPython of a series that there isn't", async () => {
  expect(await findPython("3.1")).toBeUndefined();
});

test.runIf(pythons.length > 0)("a copy that is aborted leaves nothing behind", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lambent-python-"));
  const abort = new AbortController();
  const copying = copyPython(pythons[0]!.python, directory, abort.signal);
  await expect.poll(() => readdir(directory)).toHaveLength(1);
  abort.abort(new Error("The server is being shut down."));
  await expect(copying).rejects.toThrow("The server is being shut down.");
  expect(await readdir(directory)).toEqual([]);
  await rm(directory, { recursive: true });
});

describe.runIf(pythons.length > 0).each(pythons)("the copy of $python.version", ({ python }) => {
  const name = `python${python.series}`;
  let directory: string;
  let tree: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lambent-python-"));
    tree = await copyPython(python, directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** The copy, run without anything of the original in reach of its search. */
  const run = (code: string): string =>
    execFileSync(join(tree, `bin/${name}`), ["-I", "-c", code], {
      env: { LD_LIBRARY_PATH: join(tree, "lib") },
      encoding: "utf8",
    }).trim();

  test("the copy is its own prefix and imports its own library", () => {
    expect(run("import sys; print(sys.prefix)")).toBe(tree);
    const code =
      "import json, ssl, sqlite3, ctypes, decimal; print(json.__file__.startswith(__import__('sys').prefix))";
    expect(run(code)).toBe("True");
  });

  test("the copy holds no packages of others, and no tests", async () => {
    const library = join(tree, `lib/${name}`);
    expect(await readdir(join(library, "site-packages"))).toEqual([]);
    expect(await readdir(library)).not.toEqual(expect.arrayContaining(["test"]));
  });

  test("every user can read the copy", async () => {
    for (const path of [tree, join(tree, `lib/${name}`), join(tree, `bin/${name}`)]) {
      expect((await stat(path)).mode & 0o555).toBe(0o555);
    }
    expect((await stat(join(tree, `lib/${name}/os.py`))).mode & 0o444).toBe(0o444);
  });

  test("the copied compiled modules are still valid", () => {
    const code =
      "import importlib.util, os, sys; p = importlib.util.cache_from_source(os.__file__); d = open(p, 'rb').read(16); " +
      "print(int.from_bytes(d[8:12], 'little') == int(os.stat(os.__file__).st_mtime) & 0xffffffff)";
    expect(run(code)).toBe("True");
  });

  test("the copy is made once", async () => {
    const { ctimeMs } = await stat(tree);
    expect(await copyPython(python, directory)).toBe(tree);
    expect((await stat(tree)).ctimeMs).toBe(ctimeMs);
    expect(await readdir(directory)).toHaveLength(1);
  });
});
