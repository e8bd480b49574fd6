import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foundPythons } from "../testing/found-pythons.ts";
import { compileBootstrap } from "./compile-bootstrap.ts";
import { runnerPackageDirectory } from "./runner-package.ts";

const pythons = await foundPythons();

describe.runIf(pythons.length > 0)("the Python bootstrap", () => {
  test.each(pythons)("is copied once for $runtime, each of its modules compiled", async ({ python }) => {
    const directory = await mkdtemp(join(tmpdir(), "lambent-bootstrap-"));
    const source = join(runnerPackageDirectory(), "bootstrap/python");
    const copy = await compileBootstrap(source, python.binary, directory);
    const modules = (await readdir(join(source, "lambent_runtime"))).filter((name) => name.endsWith(".py"));
    const compiled = await readdir(join(copy, "lambent_runtime/__pycache__"));
    const suffix = `.cpython-${python.series.replace(".", "")}.pyc`;
    expect(compiled.toSorted()).toEqual(modules.map((name) => name.replace(".py", suffix)).toSorted());
    expect(await compileBootstrap(source, python.binary, directory)).toBe(copy);
    expect(await readdir(directory)).toHaveLength(1);
    await rm(directory, { recursive: true });
  });
});
