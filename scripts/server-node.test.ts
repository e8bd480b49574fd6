import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("./server-node", import.meta.url));
const lockedVersion = () => {
  const runner = createRequire(new URL("../packages/runner/package.json", import.meta.url));
  return (runner(`node22-linux-${process.arch}/package.json`) as { version: string }).version;
};
const run = (script: string, ...args: string[]) => execFileSync(script, args, { encoding: "utf8" }).trim();

test("the server gets the Node.js 22 that the lockfile says, with the arguments as they are", () => {
  expect(run(SCRIPT, "-p", "process.versions.node")).toBe(lockedVersion());
  expect(run(SCRIPT, "-p", "process.argv[1]", "one, with a blank")).toBe("one, with a blank");
});

test("where there is none for this machine, it gets the one that is installed", () => {
  const folder = mkdtempSync(join(tmpdir(), "lambent-server-node-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(SCRIPT, join(folder, "server-node"));
  const installed = run("node", "-p", "process.execPath");
  expect(run(join(folder, "server-node"), "-p", "process.execPath")).toBe(installed);
});
