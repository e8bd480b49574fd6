import { expect, test } from "vitest";
import { buildFileTree, visibleRows } from "../file-tree.ts";
import { treeCommand } from "./tree-keys.ts";

const tree = buildFileTree(["index.mjs", "lib/a.mjs", "lib/b.mjs", "test.mjs"], []);
const closed = visibleRows(tree, new Set());
const opened = visibleRows(tree, new Set(["lib"]));

test.each<[string, typeof closed, string | null, unknown]>([
  ["ArrowDown", closed, null, { kind: "select", path: "lib" }],
  ["ArrowDown", closed, "lib", { kind: "select", path: "index.mjs" }],
  ["ArrowDown", closed, "test.mjs", { kind: "select", path: "test.mjs" }],
  ["ArrowUp", closed, "lib", { kind: "select", path: "lib" }],
  ["ArrowUp", closed, null, { kind: "select", path: "test.mjs" }],
  ["ArrowRight", closed, "lib", { kind: "expand", path: "lib" }],
  ["ArrowRight", opened, "lib", { kind: "select", path: "lib/a.mjs" }],
  ["ArrowRight", opened, "lib/a.mjs", undefined],
  ["ArrowLeft", opened, "lib", { kind: "collapse", path: "lib" }],
  ["ArrowLeft", opened, "lib/b.mjs", { kind: "select", path: "lib" }],
  ["ArrowLeft", closed, "lib", undefined],
  ["Home", opened, "test.mjs", { kind: "select", path: "lib" }],
  ["End", opened, "lib", { kind: "select", path: "test.mjs" }],
  ["Enter", closed, "lib", { kind: "expand", path: "lib" }],
  ["Enter", opened, "lib", { kind: "collapse", path: "lib" }],
  ["Enter", opened, "lib/a.mjs", { kind: "open", path: "lib/a.mjs" }],
  ["F2", opened, "lib/a.mjs", { kind: "rename", path: "lib/a.mjs" }],
  ["Delete", opened, "lib", { kind: "delete", path: "lib" }],
  ["ContextMenu", opened, "lib", { kind: "menu", path: "lib" }],
  ["t", opened, "lib", { kind: "select", path: "test.mjs" }],
  ["l", opened, "test.mjs", { kind: "select", path: "lib" }],
  ["Delete", opened, null, undefined],
  ["Escape", opened, "lib", undefined],
])("%s among %# lines, from %s", (key, rows, selected, expected) => {
  expect(treeCommand(key, false, rows, selected)).toEqual(expected);
});

test("Shift+F10 opens the menu, F10 alone doesn't", () => {
  expect(treeCommand("F10", true, closed, "lib")).toEqual({ kind: "menu", path: "lib" });
  expect(treeCommand("F10", false, closed, "lib")).toBeUndefined();
});
