import {
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mergeLayers } from "./merge-layers.ts";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, link: vi.fn(real.link) };
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lambent-layers-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Path → text of a file; a text that begins with `→ ` makes a symbolic link. */
async function layer(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    const place = join(directory, name, path);
    await mkdir(dirname(place), { recursive: true });
    if (text.startsWith("→ ")) await symlink(text.slice(2), place);
    else await writeFile(place, text);
  }
  return join(directory, name);
}

async function merge(...layers: Record<string, string>[]): Promise<Record<string, string>> {
  const target = join(directory, "merged");
  await mkdir(target);
  await mergeLayers(await Promise.all(layers.map((files, index) => layer(`${index}`, files))), target);
  const found: Record<string, string> = {};
  for (const entry of await readdir(target, { withFileTypes: true, recursive: true })) {
    const place = join(entry.parentPath, entry.name);
    const path = place.slice(target.length + 1);
    if (entry.isSymbolicLink()) found[path] = `→ ${await readlink(place)}`;
    else if (entry.isFile()) found[path] = await readFile(place, "utf8");
  }
  return found;
}

test("folders are joined, and of files with the same path the later one wins", async () => {
  const merged = await merge(
    { "bin/a": "1", "lib/x/only-first": "1", "lib/x/both": "1" },
    { "lib/x/both": "2", "lib/y": "2" },
    { "bin/a": "3" },
  );
  expect(merged).toEqual({ "bin/a": "3", "lib/x/only-first": "1", "lib/x/both": "2", "lib/y": "2" });
});

test("a file replaces a folder, and a folder a file", async () => {
  expect(await merge({ "a/deep/file": "1", b: "1" }, { a: "2", "b/deep/file": "2" })).toEqual({
    a: "2",
    "b/deep/file": "2",
  });
});

test("links stay links, and none is followed: not in a layer, not in what was merged before", async () => {
  const outside = await layer("outside", { secret: "of the host" });
  const merged = await merge(
    { passwd: "→ /etc/passwd", folder: `→ ${outside}`, loop: "→ loop", file: "1" },
    { "folder/secret": "of the layer", file: "→ ../../outside/secret", passwd: "2" },
  );
  expect(merged).toEqual({
    passwd: "2",
    "folder/secret": "of the layer",
    loop: "→ loop",
    file: "→ ../../outside/secret",
  });
  expect(await readFile(join(outside, "secret"), "utf8")).toBe("of the host");
  expect(await readFile("/etc/passwd", "utf8")).not.toBe("2");
});

test("files are linked and not copied where the file system allows it, and the layers keep what they have", async () => {
  await merge({ "bin/tool": "1" }, { "bin/other": "2" });
  const [source, merged] = await Promise.all(
    ["0/bin/tool", "merged/bin/tool"].map((path) => stat(join(directory, path))),
  );
  expect(merged!.ino).toBe(source!.ino);
  expect((await lstat(join(directory, "merged/bin"))).mode & 0o777).toBe(0o755);
  expect(await readdir(join(directory, "0/bin"))).toEqual(["tool"]);
});

test.each(["EXDEV", "EMLINK", "EPERM"])("files are copied with their mode where linking ends with %s", async (code) => {
  vi.mocked(link).mockImplementation(async () => {
    throw Object.assign(new Error(code), { code });
  });
  const first = await layer("first", { tool: "1", same: "1" });
  await writeFile(join(first, "run"), "#!", { mode: 0o755 });
  await mkdir(join(directory, "merged"));
  await mergeLayers([first, await layer("second", { same: "2" })], join(directory, "merged"));
  vi.mocked(link).mockReset();
  const run = await stat(join(directory, "merged/run"));
  expect([run.mode & 0o777, run.nlink]).toEqual([0o755, 1]);
  expect(await readFile(join(directory, "merged/same"), "utf8")).toBe("2");
});

test("another failure of the file system is told", async () => {
  vi.mocked(link).mockImplementation(async () => {
    throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
  });
  await expect(merge({ a: "1" }, { b: "2" })).rejects.toThrow("no space left");
  vi.mocked(link).mockReset();
});
