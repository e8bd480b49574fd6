import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fixtureSpec } from "../testing/fixture-functions.ts";
import { LayerTrees } from "./layer-trees.ts";

const HOUR_MS = 60 * 60 * 1000;

let root: string;
let directory: string;
let used: string[];
const opened: LayerTrees[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "lambent-layer-trees-"));
  directory = join(root, "merged");
  used = [];
});
afterEach(async () => {
  for (const trees of opened.splice(0)) await trees.close();
  await rm(root, { recursive: true, force: true });
});

function open(): LayerTrees {
  const trees = new LayerTrees({ directory, inUse: () => used });
  opened.push(trees);
  return trees;
}

async function layer(name: string): Promise<string> {
  await mkdir(join(root, name), { recursive: true });
  await writeFile(join(root, name, "of"), name);
  await writeFile(join(root, name, name), "");
  return join(root, name);
}

/** The folder for /opt. */
async function merged(trees: LayerTrees, ...layerDirectories: string[]): Promise<string | undefined> {
  const spec = await trees.withOneFolder(fixtureSpec("layered", "nodejs22.x", { layerDirectories }));
  expect(spec.layerDirectories.length).toBeLessThanOrEqual(1);
  return spec.layerDirectories[0];
}

async function age(path: string, ms: number): Promise<void> {
  const then = new Date(Date.now() - ms);
  await utimes(path, then, then);
}

test("no layer is nothing, and one is taken as it is", async () => {
  const trees = open();
  expect(await merged(trees)).toBeUndefined();
  const only = await layer("only");
  expect(await merged(trees, only)).toBe(only);
  expect(existsSync(directory)).toBe(false);
});

test("several are merged once, in their order, also when many ask at a time", async () => {
  const trees = open();
  const [a, b] = [await layer("a"), await layer("b")];
  const all = await Promise.all([1, 2, 3, 4].map(() => merged(trees, a, b)));
  expect(new Set(all).size).toBe(1);
  expect(await readFile(join(all[0]!, "of"), "utf8")).toBe("b");
  const { ino } = await stat(all[0]!);
  const other = await merged(trees, b, a);
  expect(await readFile(join(other!, "of"), "utf8")).toBe("a");
  const again = await merged(open(), a, b);
  expect([again, (await stat(again!)).ino]).toEqual([all[0], ino]);
  expect((await readdir(directory)).length).toBe(2);
});

test("two servers on one data directory that merge the same at a time both get it whole", async () => {
  const [a, b] = [await layer("a"), await layer("b")];
  const [first, second] = await Promise.all([merged(open(), a, b), merged(open(), a, b)]);
  expect(first).toBe(second);
  expect((await readdir(first!)).toSorted()).toEqual(["a", "b", "of"]);
  expect(await readdir(directory)).toHaveLength(1);
});

test("a layer that was removed and unpacked anew is another one", async () => {
  const trees = open();
  const [a, b] = [await layer("a"), await layer("b")];
  const before = await merged(trees, a, b);
  await rm(a, { recursive: true });
  // A folder made in its place may get its inode as well; the time of its making differs.
  await layer("a");
  expect(await merged(trees, a, b)).not.toBe(before);
});

test("a layer that is missing is told, leaves nothing behind, and is tried again", async () => {
  const trees = open();
  const a = await layer("a");
  await expect(merged(trees, a, join(root, "b"))).rejects.toThrow("A layer of the function is missing on this host");
  const b = await layer("b");
  expect(await readFile(join((await merged(trees, a, b))!, "of"), "utf8")).toBe("b");
});

test("what a killed server left half made is cleared, what another is making is not", async () => {
  await mkdir(join(directory, "building-old", "deep"), { recursive: true });
  await mkdir(join(directory, "building-new"));
  await mkdir(join(directory, "removing-1", "deep"), { recursive: true });
  await age(join(directory, "building-old"), 2 * HOUR_MS);
  await open().close();
  expect(await readdir(directory)).toEqual(["building-new"]);
});

test("a merge that nobody has used for a day goes, unless an environment has it", async () => {
  const trees = open();
  const [a, b, c] = [await layer("a"), await layer("b"), await layer("c")];
  const [stale, held, fresh] = [await merged(trees, a, b), await merged(trees, b, a), await merged(trees, a, c)];
  await trees.close();
  used = [held!];
  for (const path of [stale, held]) await age(path!, 25 * HOUR_MS);
  await age(fresh!, 23 * HOUR_MS);
  await open().close();
  expect([stale, held, fresh].map((path) => existsSync(path!))).toEqual([false, true, true]);
  expect(await readFile(join(a, "of"), "utf8")).toBe("a");
});

test("asking for a merge keeps it for another day", async () => {
  const trees = open();
  const [a, b] = [await layer("a"), await layer("b")];
  const path = await merged(trees, a, b);
  await age(path!, 25 * HOUR_MS);
  await merged(trees, a, b);
  await open().close();
  expect(existsSync(path!)).toBe(true);
});

test("of more than a hundred the longest unused go first", async () => {
  for (let number = 0; number < 103; number++) {
    await mkdir(join(directory, `${number}`), { recursive: true });
    await age(join(directory, `${number}`), HOUR_MS + number * 1000);
  }
  await open().close();
  const left = await readdir(directory);
  expect(left).toHaveLength(100);
  expect(["100", "101", "102"].filter((name) => left.includes(name))).toEqual([]);
});
