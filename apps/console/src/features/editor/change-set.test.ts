import type { CodeChange } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { applyChanges, changedFiles, changesOf, foldersWithChanges } from "./change-set.ts";
import { bytesOf, contentFromBytes, fromBase64, toBase64 } from "./file-content.ts";
import { Workspace } from "./workspace.ts";

const PACKAGE: Record<string, string> = {
  "index.mjs": "export const handler = 1;",
  "lib/a.mjs": "a",
  "lib/b.mjs": "b",
  "data.json": "{}",
};
const file = (path: string, text = "") => ({ path, sizeBytes: text.length, binary: false });
const openPackage = (contents = PACKAGE) =>
  new Workspace(Object.entries(contents).map(([path, text]) => file(path, text)));
const text = (value: string) => ({ kind: "text" as const, text: value });

/** Carries out changes as the server does, one after the other, and is as strict. */
function deploy(contents: Record<string, string>, changes: readonly CodeChange[]): Record<string, string> {
  const files = new Map(Object.entries(contents));
  for (const change of changes) {
    if (change.kind === "write") files.set(change.path, new TextDecoder().decode(fromBase64(change.contentBase64)));
    else if (change.kind === "delete") {
      if (!files.delete(change.path)) throw new Error(`${change.path} isn't there`);
    } else {
      const moved = files.get(change.from);
      if (moved === undefined || files.has(change.to)) throw new Error(`${change.from} → ${change.to} can't be done`);
      files.delete(change.from);
      files.set(change.to, moved);
    }
  }
  return Object.fromEntries(files);
}

describe("the change set", () => {
  test("is empty while nothing was edited", () => {
    expect(changesOf(openPackage())).toEqual([]);
    expect(changedFiles(openPackage())).toEqual([]);
  });

  test("carries only what was edited", () => {
    const workspace = openPackage();
    workspace.write("index.mjs", text("export const handler = 2;"));
    expect(changesOf(workspace)).toEqual([
      { kind: "write", path: "index.mjs", contentBase64: btoa("export const handler = 2;") },
    ]);
  });

  test("is empty again after an edit was taken back", () => {
    const workspace = openPackage();
    workspace.write("index.mjs", text("x"));
    workspace.revert("index.mjs");
    expect(changesOf(workspace)).toEqual([]);
  });

  test("renames a file without carrying its content", () => {
    const workspace = openPackage();
    workspace.move("data.json", "config.json");
    expect(changesOf(workspace)).toEqual([{ kind: "rename", from: "data.json", to: "config.json" }]);
    expect(changedFiles(workspace)).toEqual([{ path: "config.json", kind: "renamed", from: "data.json" }]);
  });

  test.each<[string, (workspace: Workspace) => void, Record<string, string>]>([
    [
      "moves a folder with all inside",
      (workspace) => workspace.move("lib", "src/lib"),
      { "index.mjs": PACKAGE["index.mjs"]!, "data.json": "{}", "src/lib/a.mjs": "a", "src/lib/b.mjs": "b" },
    ],
    [
      "swaps two names",
      (workspace) => {
        workspace.move("lib/a.mjs", "lib/parked");
        workspace.move("lib/b.mjs", "lib/a.mjs");
        workspace.move("lib/parked", "lib/b.mjs");
      },
      { ...PACKAGE, "lib/a.mjs": "b", "lib/b.mjs": "a" },
    ],
    [
      "shifts a name onto one that was renamed away",
      (workspace) => {
        workspace.move("lib/b.mjs", "lib/c.mjs");
        workspace.move("lib/a.mjs", "lib/b.mjs");
      },
      { "index.mjs": PACKAGE["index.mjs"]!, "data.json": "{}", "lib/b.mjs": "a", "lib/c.mjs": "b" },
    ],
    [
      "renames onto a name that was deleted",
      (workspace) => {
        workspace.remove("lib/b.mjs");
        workspace.move("lib/a.mjs", "lib/b.mjs");
      },
      { "index.mjs": PACKAGE["index.mjs"]!, "data.json": "{}", "lib/b.mjs": "a" },
    ],
    [
      "puts a new file where one was renamed away",
      (workspace) => {
        workspace.move("data.json", "old.json");
        workspace.write("data.json", text("[]"));
      },
      { ...PACKAGE, "data.json": "[]", "old.json": "{}" },
    ],
    [
      "moves a file that was also edited",
      (workspace) => {
        workspace.write("data.json", text("[1]"));
        workspace.move("data.json", "lib/data.json");
      },
      { "index.mjs": PACKAGE["index.mjs"]!, "lib/a.mjs": "a", "lib/b.mjs": "b", "lib/data.json": "[1]" },
    ],
    [
      "puts a folder where a file was",
      (workspace) => {
        workspace.remove("data.json");
        workspace.write("data.json/part.json", text("1"));
      },
      { "index.mjs": PACKAGE["index.mjs"]!, "lib/a.mjs": "a", "lib/b.mjs": "b", "data.json/part.json": "1" },
    ],
    [
      "deletes and makes again",
      (workspace) => {
        workspace.remove("lib");
        workspace.write("lib/a.mjs", text("new"));
      },
      { "index.mjs": PACKAGE["index.mjs"]!, "data.json": "{}", "lib/a.mjs": "new" },
    ],
  ])("%s, and a draft of it restores the same files", (_name, edit, expected) => {
    const workspace = openPackage();
    edit(workspace);
    const changes = changesOf(workspace);
    expect(deploy(PACKAGE, changes)).toEqual(expected);
    const restored = openPackage();
    applyChanges(restored, changes);
    expect(deploy(PACKAGE, changesOf(restored))).toEqual(expected);
  });

  test("marks the folders above a change", () => {
    const workspace = openPackage({ "a/b/c.js": "", "d.js": "" });
    workspace.write("a/b/c.js", text("x"));
    expect([...foldersWithChanges(changedFiles(workspace))].sort()).toEqual(["a", "a/b"]);
  });
});

describe("binary content", () => {
  test("leaves with the bytes that came in", () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);
    const content = contentFromBytes(bytes);
    expect(content.kind).toBe("bytes");
    const workspace = openPackage();
    workspace.write("image.png", content);
    const [change] = changesOf(workspace);
    expect(change).toMatchObject({ kind: "write", path: "image.png" });
    expect(fromBase64((change as { contentBase64: string }).contentBase64)).toEqual(bytes);
  });

  test("a byte order mark and characters outside ASCII survive as text", () => {
    const bytes = new TextEncoder().encode("\uFEFFgrüße 🎈\r\n");
    const content = contentFromBytes(bytes);
    expect(content.kind).toBe("text");
    expect(fromBase64(toBase64(bytesOf(content)))).toEqual(bytes);
  });
});

describe("names in a workspace", () => {
  test.each([
    ["index.mjs", "A file index.mjs already exists in this folder."],
    ["lib", "A folder lib already exists in this folder."],
    ["data.json/x", "data.json is a file, not a folder."],
    ["", "Enter a name."],
    ["lib/", "A name can't end with a slash."],
  ])("%j is refused with a reason", (path, message) => {
    expect(openPackage().problemWith(path)).toBe(message);
  });

  test("a path out of the package is refused", () => {
    expect(openPackage().problemWith("../x")).toContain("leaves the package");
  });

  test("a folder can't be moved into itself, a file can keep its own name", () => {
    expect(openPackage().problemWith("lib/lib", "lib")).toBe("A folder can't be moved into itself.");
    expect(openPackage().problemWith("index.mjs", "index.mjs")).toBeUndefined();
  });

  test("a folder whose last file goes stays until it is removed itself", () => {
    const workspace = openPackage();
    workspace.remove("lib/a.mjs");
    workspace.remove("lib/b.mjs");
    expect(workspace.isFolder("lib")).toBe(true);
    workspace.remove("lib");
    expect(workspace.isFolder("lib")).toBe(false);
  });
});
