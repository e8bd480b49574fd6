import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findNode, HOST_ARCHITECTURE } from "./find-node.ts";
import { runnerPackageDirectory } from "./runner-package.ts";

test.each([20, 22, 24])("finds Node.js %i by running it", async (major) => {
  const found = await findNode(major, HOST_ARCHITECTURE!, runnerPackageDirectory());
  expect(found?.version).toMatch(new RegExp(`^${major}\\.\\d+\\.\\d+$`));
});

test("finds nothing where the optional packages aren't installed and the server's own Node.js is another", async () => {
  const empty = await mkdtemp(join(tmpdir(), "lambent-empty-"));
  await writeFile(join(empty, "package.json"), "{}");
  expect(await findNode(18, HOST_ARCHITECTURE!, empty)).toBeUndefined();
  const own = Number(process.versions.node.split(".")[0]);
  expect((await findNode(own, HOST_ARCHITECTURE!, empty))?.version).toBe(process.versions.node);
  await rm(empty, { recursive: true });
});
