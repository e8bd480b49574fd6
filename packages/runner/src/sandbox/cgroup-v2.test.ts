import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ControlGroup } from "./cgroup.port.ts";
import { ControlGroupsV2 } from "./cgroup-v2.ts";

/** Stands for a delegated folder of the unified hierarchy: what is written can be read, what the kernel would say is put there. */
let folder: string;
let group: ControlGroup;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cgroup-v2-"));
  group = new ControlGroupsV2(folder, true).create("one");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, "one", name), "utf8");
const put = (name: string, text: string) => writeFileSync(join(folder, "one", name), text);

test("a sandbox joins by one file", () => {
  expect(group.joinFiles).toEqual([join(folder, "one", "cgroup.procs")]);
});

test("memory without swap, all of it at once, processes and a share of the processor are limited", () => {
  group.limit({ memoryBytes: 134_217_728, processes: 66 });
  group.limitCpu(128 / 1769);
  expect(["memory.max", "memory.swap.max", "memory.oom.group", "pids.max", "cpu.max"].map(read)).toEqual([
    "134217728",
    "0",
    "1",
    "66",
    "7236 100000",
  ]);
});

test("no share is set where the processor's controller isn't delegated", () => {
  const other = new ControlGroupsV2(folder, false).create("two");
  other.limitCpu(1);
  expect(existsSync(join(folder, "two", "cpu.max"))).toBe(false);
});

test("use, peak and ends at the limit are read", () => {
  put("cgroup.procs", "12\n34\n");
  put("memory.current", "1000\n");
  put("memory.stat", "anon 600\nfile 300\nkernel 20\nshmem 100\nanon_thp 7\n");
  put("memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\noom_group_kill 1\n");
  expect(group.processIds()).toEqual([12, 34]);
  expect(group.chargedBytes()).toBe(1000);
  expect(group.memory()).toEqual({ anonymousBytes: 600, sharedBytes: 100 });
  expect(group.oomKills()).toBe(1);
  // Kernels before 5.19 don't tell.
  expect(group.peakChargedBytes()).toBe(0);
  put("memory.peak", "4000\n");
  expect(group.peakChargedBytes()).toBe(4000);
});

test("freezing waits until the kernel says that all stand still", async () => {
  put("cgroup.events", "populated 1\nfrozen 0\n");
  let isFrozen = false;
  const freezing = group.freeze().then(() => (isFrozen = true));
  await delay(20);
  expect([read("cgroup.freeze"), isFrozen]).toEqual(["1", false]);
  put("cgroup.events", "populated 1\nfrozen 1\n");
  await freezing;
  await group.thaw();
  expect(read("cgroup.freeze")).toBe("0");
});

test("a group that is thawed or gone while it freezes isn't waited for", async () => {
  put("cgroup.events", "populated 1\nfrozen 0\n");
  const freezing = group.freeze();
  await group.thaw();
  await freezing;
});

test("killing is one write and takes the share away, and without processes the groups go", async () => {
  group.kill();
  expect(read("cgroup.kill")).toBe("1");
  // What is left to do doesn't wait for its share.
  expect(read("cpu.max")).toBe("max 100000");
  await rm(join(folder, "one"), { recursive: true });
  mkdirSync(join(folder, "one"));
  await group.remove();
  expect(existsSync(join(folder, "one"))).toBe(false);
  await new ControlGroupsV2(folder, true).close();
  expect(existsSync(folder)).toBe(false);
});
