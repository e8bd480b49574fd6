import { describe, expect, test } from "vitest";
import { CodeChangeSchema, codePathProblem, RUNTIME_IDS, RUNTIMES, starterFiles } from "./index.ts";

describe("a path in a code package", () => {
  test.each(["index.mjs", "a/b/c.py", ".env", "node_modules/@x/y..z/index.js", "日本/é.txt", "con", "...", "a b"])(
    "%s is taken",
    (path) => {
      expect(codePathProblem(path)).toBeNull();
    },
  );

  test.each([
    ["", "empty"],
    ["../x", ".."],
    ["a/../../x", ".."],
    ["a/..", ".."],
    ["/etc/passwd", "absolute"],
    ["C:/windows", "absolute"],
    ["a\\b", "backslash"],
    ["..\\x", "backslash"],
    ["a\0b", "NUL"],
    ["a\nb", "control"],
    ["a\u202e\u2028b", "control"],
    ["a\ud800", "control"],
    ["a//b", "empty"],
    ["./a", "'.'"],
    ["a/.", "'.'"],
    ["a/", "empty"],
    ["x".repeat(256), "255"],
    ["é".repeat(128), "255"],
    [`${"abcdefghi/".repeat(110)}x`, "1024"],
    [`${"a/".repeat(64)}x`, "64"],
  ])("%j is refused because of %s", (path, reason) => {
    expect(codePathProblem(path)).toContain(reason);
  });
});

test("a change is refused when its path could escape or its content is not base64", () => {
  const write = (path: string, contentBase64: string) =>
    CodeChangeSchema.safeParse({ kind: "write", path, contentBase64 }).success;
  expect(write("a.js", "aGk=")).toBe(true);
  expect(write("a.js", "")).toBe(true);
  expect(write("../a.js", "aGk=")).toBe(false);
  expect(write("a.js", "not base64!")).toBe(false);
  expect(CodeChangeSchema.safeParse({ kind: "rename", from: "a", to: "/b" }).success).toBe(false);
});

test("every runtime's starter code defines the runtime's default handler", () => {
  for (const id of RUNTIME_IDS) {
    const { defaultHandler, starterFile } = RUNTIMES[id];
    const [file] = starterFiles(id);
    expect(file?.path).toBe(starterFile);
    expect(starterFile.replace(/\.\w+$/, "")).toBe(defaultHandler.split(".")[0]);
    expect(file?.text).toContain(defaultHandler.split(".")[1]);
    expect(file?.text).toContain("Hello from Lambda!");
  }
});
