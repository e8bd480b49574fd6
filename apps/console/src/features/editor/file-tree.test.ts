import { expect, test } from "vitest";
import { buildFileTree, folderForNewEntry, freeName, initiallyExpanded, visibleRows } from "./file-tree.ts";

const PATHS = ["index.mjs", "file10.js", "file2.js", "lib/z.js", "lib/inner/a.js", "node_modules/zod/index.js"];

test("folders come first, names count like people do", () => {
  const rows = visibleRows(buildFileTree(PATHS, []), new Set());
  expect(rows.map((row) => row.name)).toEqual(["lib", "node_modules", "file2.js", "file10.js", "index.mjs"]);
});

test("an open folder shows its own level only, with level, place and number of siblings", () => {
  const rows = visibleRows(buildFileTree(PATHS, []), new Set(["lib"]));
  expect(rows.slice(0, 3)).toMatchObject([
    { path: "lib", level: 1, expanded: true, position: 1, siblings: 5 },
    { path: "lib/inner", kind: "folder", level: 2, expanded: false, position: 1, siblings: 2 },
    { path: "lib/z.js", kind: "file", level: 2, position: 2, siblings: 2 },
  ]);
});

test("an empty folder is shown, nested ones too", () => {
  const rows = visibleRows(buildFileTree([], ["a/b"]), new Set(["a"]));
  expect(rows.map((row) => row.path)).toEqual(["a", "a/b"]);
});

test("a small package opens its folders at first, dependencies stay closed", () => {
  expect([...initiallyExpanded(buildFileTree(PATHS, []))]).toEqual(["lib"]);
});

test("a folder of more than a screenful stays closed at first", () => {
  const many = Array.from({ length: 30 }, (_, index) => `assets/${index}.txt`);
  expect([...initiallyExpanded(buildFileTree(many, []))]).toEqual([]);
});

test("60,000 files in closed folders cost no lines", () => {
  const paths = Array.from({ length: 60_000 }, (_, index) => `node_modules/p${index % 600}/f${index}.js`);
  const tree = buildFileTree(paths, []);
  expect(visibleRows(tree, new Set())).toHaveLength(1);
  expect(visibleRows(tree, new Set(["node_modules"]))).toHaveLength(601);
  expect(visibleRows(tree, new Set(["node_modules", "node_modules/p0"]))).toHaveLength(701);
});

test("a new entry goes into the selected folder or beside the selected file", () => {
  expect(folderForNewEntry(null, false)).toBe("");
  expect(folderForNewEntry("lib", true)).toBe("lib");
  expect(folderForNewEntry("lib/z.js", false)).toBe("lib");
});

test("a free name counts up before the extension", () => {
  const tree = buildFileTree(["lib/untitled.mjs", "lib/untitled-2.mjs"], []);
  expect(freeName(tree, "lib", "untitled.mjs")).toBe("untitled-3.mjs");
  expect(freeName(tree, "", "untitled.mjs")).toBe("untitled.mjs");
});
