import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CodeChange, CodeFileNotFound, InvalidParameterValue } from "@lambent/model";
import { describe, expect, test } from "vitest";
import yauzl from "yauzl";
import { honestZip } from "../testing/honest-zip.ts";
import { temporaryStore } from "../testing/temporary-store.ts";

const BINARY = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 31) % 256));
const base64 = (text: string) => Buffer.from(text).toString("base64");
const write = (path: string, text: string): CodeChange => ({ kind: "write", path, contentBase64: base64(text) });

async function packageToEdit() {
  const { codePackages } = await temporaryStore();
  const { codeSha256: base } = await codePackages.put(
    await honestZip({
      "index.mjs": "old",
      "lib/tool": { content: "#!/bin/sh\n", mode: 0o100755 },
      "lib/data.bin": BINARY,
      "lib/deep/er.txt": "deeper",
      "hollow/": "",
    }),
  );
  const edit = async (...changes: CodeChange[]) => {
    const { codeSha256 } = await codePackages.edit(base, changes);
    const files = await codePackages.files(codeSha256);
    return { codeSha256, files, paths: files.map(({ path }) => path) };
  };
  return { codePackages, base, edit };
}

describe("an edit", () => {
  test("changes what it names and keeps every other file's bytes and mode", async () => {
    const { codePackages, base, edit } = await packageToEdit();
    const { codeSha256, files } = await edit(write("index.mjs", "new ü"));
    expect(codeSha256).not.toBe(base);
    const before = (await codePackages.files(base)).filter(({ path }) => path !== "index.mjs");
    expect(files.filter(({ path }) => path !== "index.mjs")).toEqual(before);
    expect(Buffer.from(await codePackages.readFile(codeSha256, "index.mjs")).toString()).toBe("new ü");
    expect(Buffer.from(await codePackages.readFile(codeSha256, "lib/data.bin"))).toEqual(BINARY);
    expect(Buffer.from(await codePackages.readFile(base, "index.mjs")).toString()).toBe("old");
  });

  test("makes a zip that others can read, and the same bytes again for the same change", async () => {
    const { codePackages, base, edit } = await packageToEdit();
    const { codeSha256 } = await edit(write("neu/é.txt", "x"), write("big.txt", "y".repeat(100_000)));
    expect((await edit(write("big.txt", "y".repeat(100_000)), write("neu/é.txt", "x"))).codeSha256).toBe(codeSha256);
    const zip = Buffer.from(await codePackages.read(codeSha256));
    const reader = await yauzl.fromBufferPromise(zip, { strictFileNames: true });
    const modes: Record<string, string> = {};
    for await (const entry of reader.eachEntry()) {
      modes[entry.fileName] = (entry.externalFileAttributes >>> 16).toString(8);
      expect(entry.getLastModDate({ timezone: "UTC" }).toISOString()).toBe("1980-01-01T00:00:00.000Z");
    }
    expect(modes).toEqual({
      "big.txt": "100644",
      "hollow/": "40755",
      "index.mjs": "100644",
      "lib/data.bin": "100644",
      "lib/deep/er.txt": "100644",
      "lib/tool": "100755",
      "neu/é.txt": "100644",
    });
    const other = await temporaryStore();
    await other.codePackages.put(zip);
    expect(await other.codePackages.files(codeSha256)).toEqual(await codePackages.files(codeSha256));
    expect(base).not.toBe(codeSha256);
  });

  test("without a change gives the package that it began with", async () => {
    const { base, edit } = await packageToEdit();
    expect((await edit()).codeSha256).toBe(base);
  });

  test("keeps the executable bit of a file that is written again", async () => {
    const { edit } = await packageToEdit();
    const { files } = await edit(write("lib/tool", "#!/bin/bash\n"));
    expect(files.find(({ path }) => path === "lib/tool")).toMatchObject({ executable: true, sizeBytes: 12 });
  });

  test("makes what is meant to be run executable: bootstrap, and scripts that name their interpreter", async () => {
    const { edit } = await packageToEdit();
    const { files } = await edit(
      write("bootstrap", "no shebang"),
      write("tool.sh", "#!/bin/sh\n"),
      write("lib/bootstrap", "not the runtime's"),
    );
    const executable = (path: string) => files.find((file) => file.path === path)?.executable;
    expect(["bootstrap", "tool.sh", "lib/bootstrap"].map(executable)).toEqual([true, true, false]);
    const renamed = await edit({ kind: "rename", from: "index.mjs", to: "bootstrap" });
    expect(renamed.files.find(({ path }) => path === "bootstrap")?.executable).toBe(true);
  });

  test("takes any bytes, none included", async () => {
    const { codePackages, edit } = await packageToEdit();
    const { codeSha256 } = await edit(
      { kind: "write", path: "new.bin", contentBase64: BINARY.toString("base64") },
      write("empty", ""),
    );
    expect(Buffer.from(await codePackages.readFile(codeSha256, "new.bin"))).toEqual(BINARY);
    expect(await codePackages.readFile(codeSha256, "empty")).toHaveLength(0);
  });

  test("deletes and renames files and whole folders", async () => {
    const { edit } = await packageToEdit();
    expect((await edit({ kind: "delete", path: "index.mjs" })).paths).toEqual([
      "lib/data.bin",
      "lib/deep/er.txt",
      "lib/tool",
    ]);
    expect((await edit({ kind: "delete", path: "lib" })).paths).toEqual(["index.mjs"]);
    const renamed = await edit({ kind: "rename", from: "lib", to: "src/lib" });
    expect(renamed.paths).toEqual(["index.mjs", "src/lib/data.bin", "src/lib/deep/er.txt", "src/lib/tool"]);
    expect(renamed.files.find(({ path }) => path === "src/lib/tool")?.executable).toBe(true);
    expect((await edit({ kind: "rename", from: "index.mjs", to: "app.mjs" })).paths).toContain("app.mjs");
    const raised = await edit({ kind: "rename", from: "lib/deep/er.txt", to: "lib/deep" });
    expect(raised.paths).toEqual(["index.mjs", "lib/data.bin", "lib/deep", "lib/tool"]);
  });

  test("applies its changes in order, each on what the former left", async () => {
    const { codePackages, edit } = await packageToEdit();
    const { codeSha256, paths } = await edit(
      { kind: "rename", from: "index.mjs", to: "swap" },
      { kind: "rename", from: "lib/tool", to: "index.mjs" },
      { kind: "rename", from: "swap", to: "lib/tool" },
      write("swap", "1"),
      { kind: "delete", path: "swap" },
    );
    expect(paths).not.toContain("swap");
    expect(Buffer.from(await codePackages.readFile(codeSha256, "lib/tool")).toString()).toBe("old");
    expect(Buffer.from(await codePackages.readFile(codeSha256, "index.mjs")).toString()).toBe("#!/bin/sh\n");
  });

  test.each([
    ["a missing file is deleted", { kind: "delete", path: "nowhere" }, CodeFileNotFound],
    ["a missing file is renamed", { kind: "rename", from: "nowhere", to: "x" }, CodeFileNotFound],
    ["a prefix of a name is deleted", { kind: "delete", path: "ind" }, CodeFileNotFound],
    [
      "a file would replace another by rename",
      { kind: "rename", from: "index.mjs", to: "lib/tool" },
      InvalidParameterValue,
    ],
    [
      "a file would replace a folder by rename",
      { kind: "rename", from: "index.mjs", to: "lib" },
      InvalidParameterValue,
    ],
    ["a folder would move into itself", { kind: "rename", from: "lib", to: "lib/deep/lib" }, InvalidParameterValue],
    ["a file would replace a folder", write("lib", "x"), InvalidParameterValue],
    ["a file would replace an empty folder", write("hollow", "x"), InvalidParameterValue],
    ["a file would stand below a file", write("index.mjs/x", "x"), InvalidParameterValue],
    ["a rename would lead below a file", { kind: "rename", from: "lib", to: "index.mjs/lib" }, InvalidParameterValue],
    ["a path leaves the package", write("../x", "x"), InvalidParameterValue],
    ["a rename leaves the package", { kind: "rename", from: "index.mjs", to: "/x" }, InvalidParameterValue],
    [
      "a folder's new name makes its files' paths too long",
      { kind: "rename", from: "lib", to: `${"x/".repeat(62)}y` },
      InvalidParameterValue,
    ],
  ] satisfies [string, CodeChange, unknown][])("is refused when %s", async (_what, change, error) => {
    const { edit } = await packageToEdit();
    await expect(edit(change)).rejects.toThrow(error as typeof InvalidParameterValue);
  });

  test("is refused when it would leave no file", async () => {
    const { edit } = await packageToEdit();
    await expect(edit({ kind: "delete", path: "lib" }, { kind: "delete", path: "index.mjs" })).rejects.toThrow(
      "A deployment package needs at least one file.",
    );
  });
});

test("what is unpacked after an edit can be run by its name", async () => {
  const { codePackages, base } = await packageToEdit();
  const { codeSha256 } = await codePackages.edit(base, [write("lib/tool", "#!/bin/sh\necho ran\n")]);
  const tool = join(codePackages.directory(codeSha256), "lib/tool");
  expect(execFileSync(tool, { encoding: "utf8" })).toBe("ran\n");
  expect(readFileSync(tool, "utf8")).toBe("#!/bin/sh\necho ran\n");
});
