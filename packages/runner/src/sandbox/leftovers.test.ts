import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeOver } from "./leftovers.ts";
import { claim, ownersOf, readRecord, recordOnHost, release } from "./run-folder.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

/** No process starts at this tick. */
const ENDED_OWNER = `driver-${process.pid}-1.json`;

let parent: string;
let number = 0;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "leftovers-"));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** Where a driver of a new data directory has what is its own; not where the tests beside these look for leftovers. */
function place() {
  number += 1;
  const [directory, folder] = [join(parent, String(number)), join(parent, `run-${number}`)];
  mkdirSync(directory);
  return { folder, directory };
}

/** What a driver that was killed leaves. */
function leave({ folder, directory }: { folder: string; directory: string }, groups: string[] = []) {
  mkdirSync(folder);
  const record = { directory, processId: 1, controlGroupFolders: groups };
  writeFileSync(join(folder, ENDED_OWNER), JSON.stringify(record));
}

/** A parent of control groups of which one can't be removed until `let go`. */
function heldGroups() {
  const folder = join(parent, "groups");
  mkdirSync(join(folder, "one"), { recursive: true });
  writeFileSync(join(folder, "one/held"), "");
  return { folder, letGo: () => rmSync(join(folder, "one"), { recursive: true }) };
}

describe("two servers that start at once", () => {
  test("the one whose killed predecessor the other clears up after waits until that is done", async () => {
    const killed = place();
    const groups = heldGroups();
    leave(killed, [groups.folder]);
    const other = place();
    const clearing = takeOver(other.folder, other.directory, [killed.folder]);
    while (ownersOf(killed.folder)[0]?.file === ENDED_OWNER) await wait(1);
    let hasTaken = false;
    const restarting = takeOver(killed.folder, killed.directory).then(() => (hasTaken = true));
    await wait(100);
    expect(hasTaken).toBe(false);
    groups.letGo();
    await Promise.all([clearing, restarting]);
    for (const { folder, directory } of [killed, other]) {
      expect(readRecord(folder, ownersOf(folder)[0]!)).toMatchObject({ directory, processId: process.pid });
    }
  });

  test("what a killed one left is cleared by one of them", () => {
    const killed = place();
    leave(killed);
    const dead = ownersOf(killed.folder)[0]!;
    expect([claim(killed.folder, dead), claim(killed.folder, dead)]).toEqual([true, false]);
  });

  test("what one that was killed while it cleared up didn't reach, the next one clears", async () => {
    const killed = place();
    const groups = heldGroups();
    groups.letGo();
    leave(killed, [groups.folder]);
    // As if another one had claimed it, and ended then.
    renameSync(join(killed.folder, ENDED_OWNER), join(killed.folder, `driver-${process.pid}-2.json`));
    const other = place();
    await takeOver(other.folder, other.directory, [killed.folder]);
    expect(readdirSync(parent)).not.toContain(basename(groups.folder));
    expect(readdirSync(parent)).not.toContain(basename(killed.folder));
  });
});

test("a successor keeps the folder, and nothing that was in it", async () => {
  const killed = place();
  leave(killed);
  mkdirSync(join(killed.folder, "tun/deep"), { recursive: true });
  await takeOver(killed.folder, killed.directory);
  expect(readdirSync(killed.folder)).toEqual([ownersOf(killed.folder)[0]!.file]);
  expect(ownersOf(killed.folder)[0]).toMatchObject({ processId: process.pid, isAlive: true });
});

test("a folder that a living process has is refused at once", async () => {
  const used = place();
  await takeOver(used.folder, used.directory);
  const refusal = await takeOver(used.folder, used.directory).catch((error) => error);
  expect(refusal).toBeInstanceOf(SandboxUnavailable);
  expect(refusal.reason).toContain(`in use by process ${process.pid}`);
});

test("releasing leaves the record of who has taken the folder meanwhile", async () => {
  const shared = place();
  mkdirSync(shared.folder);
  const next = `driver-1-${process.pid}.json`;
  writeFileSync(join(shared.folder, next), "{}");
  recordOnHost(shared.folder, shared.directory, []);
  release(shared.folder);
  expect(readdirSync(shared.folder)).toEqual([next]);
  rmSync(join(shared.folder, next));
  release(shared.folder);
  expect(() => readdirSync(shared.folder)).toThrow("ENOENT");
});
