import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileBootstrap } from "./compile-bootstrap.ts";
import { findPython } from "./find-python.ts";
import { runnerPackageDirectory } from "./runner-package.ts";

test("the Python bootstrap is copied once, each of its modules compiled", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lambent-bootstrap-"));
  const source = join(runnerPackageDirectory(), "bootstrap/python");
  const { binary } = (await findPython())!;
  const copy = await compileBootstrap(source, binary, directory);
  const modules = (await readdir(join(source, "lambent_runtime"))).filter((name) => name.endsWith(".py"));
  const compiled = await readdir(join(copy, "lambent_runtime/__pycache__"));
  expect(compiled.toSorted()).toEqual(modules.map((name) => name.replace(".py", ".cpython-312.pyc")).toSorted());
  expect(await compileBootstrap(source, binary, directory)).toBe(copy);
  expect(await readdir(directory)).toHaveLength(1);
  await rm(directory, { recursive: true });
});
