import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findNode, HOST_ARCHITECTURE } from "./find-node.ts";
import { packBootstrap } from "./pack-bootstrap.ts";
import { outputOf } from "./run-interpreter.ts";
import { runnerPackageDirectory } from "./runner-package.ts";

const source = join(runnerPackageDirectory(), "bootstrap/nodejs");
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lambent-pack-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe.each([20, 22, 24])("the bootstrap of Node.js %i", async (major) => {
  const node = (await findNode(major, HOST_ARCHITECTURE!, runnerPackageDirectory()))!;
  const program = join(node.prefix, "bin/node");

  test("is made once, of all its parts", async () => {
    const folder = await packBootstrap(source, node.version, program, directory);
    expect(await packBootstrap(source, node.version, program, directory)).toBe(folder);
    expect(await readdir(directory)).toHaveLength(1);
    expect((await readdir(folder)).toSorted()).toEqual(
      ["compile.cjs", "index.cjs", "index.mjs", "runtime.cache", "runtime.pack", "warm-up.mjs"].toSorted(),
    );
    const pack = await readFile(join(folder, "runtime.pack"), "latin1");
    const parts = (await readdir(source)).filter((name) => /^(?!index|compile\.).*\.cjs$/.test(name));
    for (const name of parts) expect(pack).toContain(`"./${name}": (module`);
  });

  test("V8 takes what it has made of it, whatever the size of the heap", async () => {
    const folder = await packBootstrap(source, node.version, program, directory);
    // `index.cjs` as far as the runtime itself, which would need the host's descriptors.
    const index = await readFile(join(folder, "index.cjs"), "utf8");
    const withoutRun = index.replace(/^const \{ run \}.*$/m, "fromOneFile();").replace(/^void run\(.*$/m, "");
    const script = `
      const vm = require("node:vm");
      const taken = [];
      vm.Script = class extends vm.Script {
        constructor(...all) { super(...all); taken.push(!this.cachedDataRejected); }
        runInThisContext() { return () => undefined; }
      };
      ${withoutRun.replaceAll("__dirname", JSON.stringify(folder)).replace(/^const vm = .*$/m, "")}
      console.log(JSON.stringify([taken, require("node:v8").getHeapStatistics().heap_size_limit >> 20]));
    `;
    const flags = ["--max-http-header-size=81920", "--max-semi-space-size=6", "--max-old-space-size=116"];
    const [taken, heapMb] = JSON.parse((await outputOf(program, [...flags, "-e", script]))!);
    expect(taken).toEqual([true]);
    expect(heapMb).toBeLessThan(160);
  });

  test("without a program to compile with, it is the same without V8's part", async () => {
    const folder = await packBootstrap(source, node.version, undefined, directory);
    expect(await readdir(folder)).not.toContain("runtime.cache");
    expect(await readdir(folder)).toContain("runtime.pack");
  });
});
