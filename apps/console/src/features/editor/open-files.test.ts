import { expect, test } from "vitest";
import { closeFile, keepOpenFiles, moveOpenFiles, neighbour, openFile } from "./open-files.ts";

const open = { paths: ["a", "b", "c"], active: "b" };

test("opening a file that is open only shows it", () => {
  expect(openFile(open, "a")).toEqual({ paths: ["a", "b", "c"], active: "a" });
  expect(openFile(open, "d")).toEqual({ paths: ["a", "b", "c", "d"], active: "d" });
});

test("closing the shown file shows its right neighbour, at the end its left one", () => {
  expect(closeFile(open, "b")).toEqual({ paths: ["a", "c"], active: "c" });
  expect(closeFile({ ...open, active: "c" }, "c")).toEqual({ paths: ["a", "b"], active: "b" });
  expect(closeFile(open, "a")).toEqual({ paths: ["b", "c"], active: "b" });
  expect(closeFile({ paths: ["a"], active: "a" }, "a")).toEqual({ paths: [], active: null });
});

test("a renamed folder takes its open files along, its namesakes stay", () => {
  const files = { paths: ["lib/a", "library/b"], active: "lib/a" };
  expect(moveOpenFiles(files, "lib", "src")).toEqual({ paths: ["src/a", "library/b"], active: "src/a" });
});

test("files that are gone close", () => {
  expect(keepOpenFiles(open, (path) => path !== "b")).toEqual({ paths: ["a", "c"], active: "c" });
});

test("the neighbour goes around the ends", () => {
  expect(neighbour({ ...open, active: "c" }, 1)).toBe("a");
  expect(neighbour({ ...open, active: "a" }, -1)).toBe("c");
  expect(neighbour({ paths: [], active: null }, 1)).toBeNull();
});
