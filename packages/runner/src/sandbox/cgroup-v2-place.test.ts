import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openControlGroupsV2 } from "./cgroup-v2-place.ts";
import { findUnit, isDelegated } from "./systemd-unit.ts";

const NOBODYS_PROCESS = 4_194_305; // beyond the highest number that Linux gives

/** Stands for a delegated group: what is written can be read. `scripts/virtual-host.mjs` shows the same on real ones. */
let own: string;
let leaf: string;
beforeEach(async () => {
  own = await mkdtemp(join(tmpdir(), "cgroup-v2-place-"));
  leaf = join(own, "lambent-server");
});
afterEach(() => rm(own, { recursive: true, force: true }));

const putMembers = (folder: string, ...processIds: number[]) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cgroup.procs"), processIds.map((id) => `${id}\n`).join(""));
};
const open = (member: string) => openControlGroupsV2(own, member, "lambent-0");
const read = (...parts: string[]) => readFileSync(join(own, ...parts), "utf8");

test("a server that is alone in its group moves into a leaf, and sandboxes get groups beside it", () => {
  putMembers(own, process.pid);
  expect(open(own)).toMatchObject({ version: 2, folders: [join(own, "lambent-0")], limitsCpu: true });
  expect(read("lambent-server", "cgroup.procs")).toBe(String(process.pid));
  expect(read("cgroup.subtree_control")).toBe("+cpu");
});

test("those that started the server move along", () => {
  putMembers(own, process.ppid, process.pid);
  open(own);
  expect(existsSync(leaf)).toBe(true);
});

test("a second driver stays in the leaf: its groups are beside those of the first", () => {
  putMembers(leaf, process.pid);
  writeFileSync(join(own, "cgroup.procs"), "");
  expect(open(leaf)).toMatchObject({ folders: [join(own, "lambent-0")] });
  expect(readdirSync(leaf)).toEqual(["cgroup.procs"]);
});

test("a group with other processes in it is left as it is", () => {
  putMembers(own, process.pid, NOBODYS_PROCESS);
  open(own);
  expect(existsSync(leaf)).toBe(false);
});

test("a group with processes of another process namespace is left as it is", () => {
  putMembers(own, process.pid, 0);
  open(own);
  expect(existsSync(leaf)).toBe(false);
});

test("a unit's group that systemd hasn't delegated stays untouched, as its OOMPolicy would end the server", () => {
  const unit = join(own, "lambent.service");
  putMembers(own);
  putMembers(unit, process.pid);
  const asked: string[] = [];
  const groups = openControlGroupsV2(own, unit, "lambent-0", ({ name }) => {
    asked.push(name);
    return false;
  });
  expect(groups).toMatchObject({ folders: [join(own, "lambent-0")] });
  expect(asked).toEqual(["lambent.service"]);
  expect(readdirSync(unit)).toEqual(["cgroup.procs"]);
});

test("a delegated unit's group is turned over", () => {
  const unit = join(own, "lambent.service");
  putMembers(unit, process.pid);
  expect(openControlGroupsV2(own, unit, "lambent-0", () => true)).toMatchObject({
    folders: [join(unit, "lambent-0")],
  });
});

test("the unit that a group is in is found, and whose manager is to be asked", () => {
  const user = "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service";
  const scope = `${user}/app.slice/run-1.scope`;
  expect(findUnit(`${scope}/inside`)).toEqual({ folder: scope, name: "run-1.scope", userId: "1000" });
  expect(findUnit(`${user}/app.slice`)).toEqual({ folder: user, name: "user@1000.service", userId: undefined });
  expect(findUnit("/sys/fs/cgroup/system.slice")).toBeUndefined();
});

test("what systemd can't be asked about counts as delegated", () => {
  expect(isDelegated({ folder: "/", name: "unknown.service", userId: "4194305" })).toBe(true);
});

test("where no group can be made, the reason is told in words of the operator's", () => {
  putMembers(own, process.pid);
  for (const name of ["lambent-server", "lambent-0"]) writeFileSync(join(own, name), "a file in its place");
  expect(open(own)).toEqual({
    unavailableBecause: "the cgroup v2 controllers memory and pids aren't delegated to this user",
  });
});
