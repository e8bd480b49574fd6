import { expect, test } from "vitest";
import { dropBlankRows, importPreview, mergeRows, rowsOf, variablesOf } from "./environment-variable-rows.ts";

const row = (key: string, value: string) => ({ key, value });

test("rows are sorted by key and read back as the same variables", () => {
  const variables = { ZONE: "1", APP: "2" };
  expect(rowsOf(variables)).toEqual([row("APP", "2"), row("ZONE", "1")]);
  expect(variablesOf(rowsOf(variables))).toEqual(variables);
});

test("a row that was never filled in is left out; a value without a key is not", () => {
  expect(dropBlankRows([row("", ""), row("", "lost?"), row("KEY", "")])).toEqual([row("", "lost?"), row("KEY", "")]);
});

test("an import replaces equal keys in place, appends the rest, and the last of several wins", () => {
  const merged = mergeRows(
    [row("APP", "old"), row("", ""), row("ZONE", "1")],
    [row("NEW", "first"), row("APP", "new"), row("NEW", "last")],
  );
  expect(merged).toEqual([row("APP", "new"), row("ZONE", "1"), row("NEW", "last")]);
});

test("an import may empty a value", () => {
  expect(mergeRows([row("APP", "old")], [row("APP", "")])).toEqual([row("APP", "")]);
});

test("the preview counts what is new, replaced and the same", () => {
  expect(
    importPreview([row("APP", "old"), row("ZONE", "1")], [row("APP", "new"), row("ZONE", "1"), row("NEW", "x")]),
  ).toEqual({ added: 1, replaced: ["APP"], unchanged: 1 });
});
