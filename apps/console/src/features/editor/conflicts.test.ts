import type { CodeChange } from "@lambent/model";
import { expect, test } from "vitest";
import { applyChanges, changesOf } from "./change-set.ts";
import { findConflicts, myFiles, rebase } from "./conflicts.ts";
import { bytesOf } from "./file-content.ts";
import { Workspace } from "./workspace.ts";

const BASE = { "index.mjs": "one", "lib.mjs": "lib", "old.mjs": "old" };
const encode = (text: string) => new TextEncoder().encode(text);
const write = (path: string, text: string): CodeChange => ({ kind: "write", path, contentBase64: btoa(text) });
const reader = (files: Record<string, string>) => async (path: string) =>
  files[path] === undefined ? null : encode(files[path]);
const listing = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => ({ path, sizeBytes: text.length, binary: false }));

const conflictsOf = (changes: CodeChange[], theirs: Record<string, string>) =>
  findConflicts({ changes, readBase: reader(BASE), readTheirs: reader(theirs) });

/** What a deploy of the rebased edits leaves: each file's text. */
async function merged(changes: CodeChange[], theirs: Record<string, string>, choice: [string, "mine" | "theirs"][]) {
  const workspace = await rebase(
    { changes, readBase: reader(BASE), readTheirs: reader(theirs) },
    listing(theirs),
    new Map(choice),
  );
  const files = new Map<string, string>();
  for (const file of workspace.files()) {
    const bytes = file.content ? bytesOf(file.content) : encode(theirs[file.origin as keyof typeof theirs]!);
    files.set(file.path, new TextDecoder().decode(bytes));
  }
  return Object.fromEntries(files);
}

test("edits of different files don't conflict and both stay", async () => {
  const theirs = { ...BASE, "lib.mjs": "lib 2", "new.mjs": "new" };
  const mine = [write("index.mjs", "two")];
  expect(await conflictsOf(mine, theirs)).toEqual([]);
  expect(await merged(mine, theirs, [])).toEqual({ ...theirs, "index.mjs": "two" });
});

test("the same edit on both sides is no conflict", async () => {
  const theirs = { ...BASE, "index.mjs": "two" };
  const mine = [write("index.mjs", "two")];
  expect(await conflictsOf(mine, theirs)).toEqual([]);
  const sides = { changes: mine, readBase: reader(BASE), readTheirs: reader(theirs) };
  expect(changesOf(await rebase(sides, listing(theirs), new Map()))).toEqual([]);
});

test("a file that both edited is shown with both sides, and the choice decides", async () => {
  const theirs = { ...BASE, "index.mjs": "three" };
  const mine = [write("index.mjs", "two")];
  expect(await conflictsOf(mine, theirs)).toEqual([
    { path: "index.mjs", mine: { kind: "text", text: "two" }, theirs: { kind: "text", text: "three" } },
  ]);
  expect(await merged(mine, theirs, [["index.mjs", "mine"]])).toEqual({ ...theirs, "index.mjs": "two" });
  expect(await merged(mine, theirs, [["index.mjs", "theirs"]])).toEqual(theirs);
});

test("a file that I edited and they deleted is a conflict without their side", async () => {
  const { "index.mjs": _gone, ...theirs } = BASE;
  const mine = [write("index.mjs", "two")];
  expect(await conflictsOf(mine, theirs)).toMatchObject([{ path: "index.mjs", theirs: null }]);
  expect(await merged(mine, theirs, [["index.mjs", "mine"]])).toEqual({ ...theirs, "index.mjs": "two" });
});

test("a file that I deleted and they edited is a conflict without my side", async () => {
  const theirs = { ...BASE, "old.mjs": "old 2" };
  const mine: CodeChange[] = [{ kind: "delete", path: "old.mjs" }];
  expect(await conflictsOf(mine, theirs)).toMatchObject([{ path: "old.mjs", mine: null }]);
  expect(await merged(mine, theirs, [["old.mjs", "mine"]])).toEqual({ "index.mjs": "one", "lib.mjs": "lib" });
  expect(await merged(mine, theirs, [["old.mjs", "theirs"]])).toEqual(theirs);
});

test("a rename keeps its content on top of theirs", async () => {
  const theirs = { ...BASE, "index.mjs": "three" };
  const mine: CodeChange[] = [{ kind: "rename", from: "old.mjs", to: "kept.mjs" }];
  expect(await conflictsOf(mine, theirs)).toEqual([]);
  expect(await merged(mine, theirs, [])).toEqual({ "index.mjs": "three", "lib.mjs": "lib", "kept.mjs": "old" });
});

test("a rename through a parked name gives each file the other's content", async () => {
  const workspace = new Workspace(listing(BASE));
  workspace.move("index.mjs", "x");
  workspace.move("lib.mjs", "index.mjs");
  workspace.move("x", "lib.mjs");
  const mine = await myFiles(changesOf(workspace), reader(BASE));
  expect(mine.get("index.mjs")).toEqual({ kind: "text", text: "lib" });
  expect(mine.get("lib.mjs")).toEqual({ kind: "text", text: "one" });
});

test("applying a draft on the package it was made on gives the changes back", () => {
  const workspace = new Workspace(listing(BASE));
  const changes = [{ kind: "delete", path: "old.mjs" } as const, write("index.mjs", "two")];
  applyChanges(workspace, changes);
  expect(changesOf(workspace)).toEqual(changes);
});
