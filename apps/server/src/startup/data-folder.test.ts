import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { holdDataFolder } from "./data-folder.ts";
import { StartupFailure } from "./startup-failure.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "lambent-home-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
});

test("a second server is kept out, told where the first one is, and let in after it", async () => {
  const home = join(parent, "deep/home");
  const first = await holdDataFolder(home);
  await first.announce({ url: "http://127.0.0.1:4510", awsUrl: "http://127.0.0.1:4566" });
  const second = holdDataFolder(home);
  await expect(second).rejects.toThrow(StartupFailure);
  await expect(second).rejects.toThrow(
    `Another server (process ${process.pid}, http://127.0.0.1:4510) is using the data folder ${home}. Stop it, or choose another folder with --home or LAMBENT_HOME (and another port with --port).`,
  );
  await first.release();
  await (await holdDataFolder(home)).release();
});

test("others of this machine may pass through it and list nothing", async () => {
  const home = join(parent, "deep/home");
  const held = await holdDataFolder(home);
  expect((await stat(home)).mode & 0o777).toBe(0o711);
  await held.release();
});

test("what a killed server has left behind keeps nobody out", async () => {
  const held = await holdDataFolder(parent);
  await held.release();
  await writeFile(join(parent, "run/server.json"), "{ torn");
  await (await holdDataFolder(parent)).release();
});

test("a folder that can't be made is named, with the reason and a way out", async () => {
  const file = join(parent, "file");
  await writeFile(file, "");
  await expect(holdDataFolder(join(file, "home"))).rejects.toThrow(
    `The data folder ${file}/home can't be written (a part of the path is a file). Choose another with --home or LAMBENT_HOME.`,
  );
  await expect(holdDataFolder(file)).rejects.toThrow(/can't be written \(a file has this name\)/);
  await expect(holdDataFolder("/proc/a/b")).rejects.toThrow(/can't be written \(no folder can be made there\)/);
});
