import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { chmod, lstat, readFile, rename, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CodeFileNotFound, CodePackageNotFound } from "@lambent/model";
import { describe, expect, onTestFinished, test } from "vitest";
import { forgeZip } from "../testing/forged-zip.ts";
import { honestZip } from "../testing/honest-zip.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const BINARY = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]);
const SHA_OF_NOTHING = createHash("sha256").digest("base64");

const sample = () =>
  honestZip({
    "index.mjs": "export const handler = () => 1;",
    "bin/tool": { content: "#!/bin/sh\n", mode: 0o100755 },
    "bin/data.bin": BINARY,
    "empty/": "",
    "empty.txt": "",
    "日本/é.txt": "ü",
  });

const modeOf = async (path: string) => (await lstat(path)).mode & 0o7777;

describe("a package that is put", () => {
  test("is named by the SHA-256 of its bytes and says its sizes", async () => {
    const { codePackages } = await temporaryStore();
    const zip = await sample();
    const stored = await codePackages.put(zip);
    expect(stored).toEqual({
      codeSha256: createHash("sha256").update(zip).digest("base64"),
      codeSizeBytes: zip.length,
      unzippedBytes: 31 + 10 + 8 + 0 + 2,
    });
    expect(Buffer.from(await codePackages.read(stored.codeSha256))).toEqual(zip);
    expect(await codePackages.put(zip)).toEqual(stored);
  });

  test("lists its files by path, with what is binary and what can be run", async () => {
    const { codePackages } = await temporaryStore();
    const { codeSha256 } = await codePackages.put(await sample());
    expect(await codePackages.files(codeSha256)).toEqual([
      { path: "bin/data.bin", sizeBytes: 8, binary: true, executable: false },
      { path: "bin/tool", sizeBytes: 10, binary: false, executable: true },
      { path: "empty.txt", sizeBytes: 0, binary: false, executable: false },
      { path: "index.mjs", sizeBytes: 31, binary: false, executable: false },
      { path: "日本/é.txt", sizeBytes: 2, binary: false, executable: false },
    ]);
    expect(Buffer.from(await codePackages.readFile(codeSha256, "bin/data.bin"))).toEqual(BINARY);
  });

  test("is unpacked for everybody to read and nobody to write, under a strict umask too", async () => {
    const umask = process.umask(0o077);
    onTestFinished(() => void process.umask(umask));
    const { codePackages, directory } = await temporaryStore();
    const { codeSha256 } = await codePackages.put(await sample());
    const code = codePackages.directory(codeSha256);
    expect(await modeOf(code)).toBe(0o555);
    expect(await modeOf(join(code, "bin"))).toBe(0o555);
    expect(await modeOf(join(code, "empty"))).toBe(0o555);
    expect(await modeOf(join(code, "index.mjs"))).toBe(0o444);
    expect(await modeOf(join(code, "bin/tool"))).toBe(0o555);
    for (const above of [join(code, ".."), join(directory, "code")]) {
      expect((await modeOf(above)) & 0o005, above).toBe(0o005);
    }
    expect((await modeOf(join(directory, "lambent.db"))) & 0o077).toBe(0);
  });

  test("keeps no set-uid bit and needs none of the zip's own permissions", async () => {
    const { codePackages } = await temporaryStore();
    const { codeSha256 } = await codePackages.put(
      forgeZip([
        { name: "rooted", content: "x", mode: 0o104755 },
        { name: "hidden", content: "x", mode: 0o100000 },
        { name: "from-dos", content: "x", versionMadeBy: 20, mode: 0o120777 },
      ]),
    );
    const code = codePackages.directory(codeSha256);
    expect(await modeOf(join(code, "rooted"))).toBe(0o555);
    expect(await modeOf(join(code, "hidden"))).toBe(0o444);
    expect((await lstat(join(code, "from-dos"))).isFile()).toBe(true);
  });

  test("may be zipped with a ./ before each name, with repeated folders and with names that differ in case", async () => {
    const { codePackages } = await temporaryStore();
    const folder = { method: 0, mode: 0o040755 };
    const { codeSha256 } = await codePackages.put(
      forgeZip([
        { name: "./", ...folder },
        { name: "./src/", ...folder },
        { name: "./src/", ...folder },
        { name: "./src/index.js", content: "1" },
        { name: "README", content: "2" },
        { name: "readme", content: "3" },
      ]),
    );
    expect((await codePackages.files(codeSha256)).map(({ path }) => path)).toEqual([
      "README",
      "readme",
      "src/index.js",
    ]);
  });

  test("may have names in UTF-8 without a flag, in code page 437, or in a Unicode field", async () => {
    const { codePackages } = await temporaryStore();
    const raw = Buffer.from([0x81, 0x2e, 0x74, 0x78, 0x74]);
    const unicodeName = Buffer.from("日.txt");
    const { crc32 } = await import("node:zlib");
    const field = Buffer.alloc(9 + unicodeName.length);
    field.writeUInt16LE(0x7075, 0);
    field.writeUInt16LE(5 + unicodeName.length, 2);
    field.writeUInt8(1, 4);
    field.writeUInt32LE(crc32(Buffer.from("fallback")), 5);
    unicodeName.copy(field, 9);
    const { codeSha256 } = await codePackages.put(
      forgeZip([
        { name: Buffer.from("ñ.txt"), flags: 0, content: "1" },
        { name: raw, flags: 0, content: "2" },
        { name: "fallback", flags: 0, extra: field, content: "3" },
      ]),
    );
    expect((await codePackages.files(codeSha256)).map(({ path }) => path).sort()).toEqual(
      ["ñ.txt", "ü.txt", "日.txt"].sort(),
    );
  });

  test("by ten callers at once is kept once", async () => {
    const { codePackages, directory } = await temporaryStore();
    const zip = await sample();
    const stored = await Promise.all(Array.from({ length: 10 }, () => codePackages.put(zip)));
    expect(new Set(stored.map(({ codeSha256 }) => codeSha256)).size).toBe(1);
    expect(readdirSync(join(directory, "code"))).toHaveLength(3);
    expect(readdirSync(join(directory, "code", ".incoming"))).toEqual([]);
  });

  test("may hold a large file, text or not, which is unpacked piece by piece", async () => {
    const { codePackages } = await temporaryStore();
    const text = Buffer.from("0123456789é\n".repeat(500_000));
    const almostText = Buffer.concat([text, Buffer.from([0xc3])]);
    const noise = randomBytes(5_000_000);
    const { codeSha256 } = await codePackages.put(await honestZip({ text, "almost-text": almostText, noise }));
    expect((await codePackages.files(codeSha256)).map(({ path, binary }) => [path, binary])).toEqual([
      ["almost-text", true],
      ["noise", true],
      ["text", false],
    ]);
    expect(Buffer.from(await codePackages.readFile(codeSha256, "text")).equals(text)).toBe(true);
    expect(Buffer.from(await codePackages.readFile(codeSha256, "noise")).equals(noise)).toBe(true);
  });
});

test("files made of texts give the same package whenever they are made", async () => {
  const [one, two] = [await temporaryStore(), await temporaryStore()];
  const files = [
    { path: "b.mjs", text: "export {};\n" },
    { path: "a/ü.txt", text: "ü" },
  ];
  const stored = await one.codePackages.putFiles(files);
  expect(await two.codePackages.putFiles([...files].reverse())).toEqual(stored);
  expect((await one.codePackages.files(stored.codeSha256)).map(({ path }) => path)).toEqual(["a/ü.txt", "b.mjs"]);
});

describe("what is not there", () => {
  test.each(["", "../../etc", SHA_OF_NOTHING, "x".repeat(44), `../${"a".repeat(40)}=`])(
    "package %j is not found, and makes no path",
    async (codeSha256) => {
      const { codePackages } = await temporaryStore();
      expect(() => codePackages.directory(codeSha256)).toThrow(CodePackageNotFound);
      await expect(codePackages.read(codeSha256)).rejects.toThrow(CodePackageNotFound);
      await expect(codePackages.files(codeSha256)).rejects.toThrow(CodePackageNotFound);
      await expect(codePackages.readFile(codeSha256, "index.mjs")).rejects.toThrow(CodePackageNotFound);
      await expect(codePackages.edit(codeSha256, [])).rejects.toThrow(CodePackageNotFound);
    },
  );

  test.each(["", ".", "..", "../manifest.json", "bin", "./index.mjs", "/etc/passwd", "bin/../index.mjs", "INDEX.MJS"])(
    "file %j is not found, whatever stands on the disk",
    async (path) => {
      const { codePackages } = await temporaryStore();
      const { codeSha256 } = await codePackages.put(await sample());
      await expect(codePackages.readFile(codeSha256, path)).rejects.toThrow(CodeFileNotFound);
    },
  );
});

describe("after the machine went down", () => {
  async function rebooted() {
    const store = await temporaryStore();
    const zip = await sample();
    const { codeSha256 } = await store.codePackages.put(zip);
    const code = store.codePackages.directory(codeSha256);
    await store.close();
    await writeFile(join(store.directory, "code", "boot-id"), "another boot\n");
    return { directory: store.directory, codeSha256, code, zip };
  }

  test("files that never reached the disk are made anew", async () => {
    const { directory, codeSha256, code } = await rebooted();
    await chmod(join(code, "index.mjs"), 0o644);
    await truncate(join(code, "index.mjs"), 0);
    const { codePackages } = await temporaryStore({ directory });
    expect(await readFile(join(codePackages.directory(codeSha256), "index.mjs"), "utf8")).toBe(
      "export const handler = () => 1;",
    );
    expect(await modeOf(code)).toBe(0o555);
    expect(await modeOf(join(code, "bin/tool"))).toBe(0o555);
    expect(readdirSync(join(directory, "code", ".incoming"))).toEqual([]);
  });

  test("a whole tree that is gone is made anew", async () => {
    const { directory, codeSha256, code } = await rebooted();
    await chmod(code, 0o755);
    await rename(code, join(directory, "elsewhere"));
    const { codePackages } = await temporaryStore({ directory });
    expect(readdirSync(codePackages.directory(codeSha256)).sort()).toEqual([
      "bin",
      "empty",
      "empty.txt",
      "index.mjs",
      "日本",
    ]);
  });

  test("a package whose very zip is damaged keeps nobody from starting", async () => {
    const { directory, codeSha256, code } = await rebooted();
    await truncate(join(code, "..", "code.zip"), 10);
    await chmod(join(code, "empty.txt"), 0o644);
    await writeFile(join(code, "empty.txt"), "longer");
    const { codePackages } = await temporaryStore({ directory });
    expect(await codePackages.files(codeSha256)).toHaveLength(5);
  });
});

test("what a killed process left half done goes at a later start, once it can't be anybody's", async () => {
  const { directory, close } = await temporaryStore();
  await close();
  const incoming = join(directory, "code", ".incoming");
  await writeFile(join(incoming, "old"), "");
  await writeFile(join(incoming, "young"), "");
  const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(join(incoming, "old"), twoHoursAgo, twoHoursAgo);
  await temporaryStore({ directory });
  expect(readdirSync(incoming)).toEqual(["young"]);
});

describe("releasing what is unused", () => {
  test("keeps what functions, drafts and the caller refer to, and what is young", async () => {
    let now = new Date("2026-11-24T09:00:00.000Z");
    const { codePackages, functions, drafts } = await temporaryStore({ clock: { now: () => now } });
    const put = async (text: string) => (await codePackages.putFiles([{ path: "index.mjs", text }])).codeSha256;
    const [ofFunction, ofDraft, ofCaller, unused] = [await put("1"), await put("2"), await put("3"), await put("4")];
    await functions.create(functionRecord({ codeSha256: ofFunction }));
    await drafts.save(SCOPE, "hello", { baseCodeSha256: ofDraft, changes: [] });
    expect(await codePackages.releaseUnused([ofCaller])).toEqual([]);
    now = new Date("2026-11-24T10:30:00.000Z");
    const young = await put("5");
    expect(await codePackages.releaseUnused([ofCaller])).toEqual([unused]);
    expect(() => codePackages.directory(unused)).toThrow(CodePackageNotFound);
    for (const kept of [ofFunction, ofDraft, ofCaller, young])
      expect(existsSync(codePackages.directory(kept))).toBe(true);
  });

  test("counts the age from the last time that the package was put", async () => {
    let now = new Date("2026-11-24T09:00:00.000Z");
    const { codePackages } = await temporaryStore({ clock: { now: () => now } });
    const zip = await sample();
    const { codeSha256 } = await codePackages.put(zip);
    now = new Date("2026-11-24T12:00:00.000Z");
    await codePackages.put(zip);
    expect(await codePackages.releaseUnused()).toEqual([]);
    expect(await codePackages.releaseUnused([], { minimumAgeMs: 0 })).toEqual([codeSha256]);
  });

  test("leaves shared files of an edited package alone", async () => {
    const { codePackages } = await temporaryStore();
    const { codeSha256 } = await codePackages.put(await sample());
    const edited = await codePackages.edit(codeSha256, [{ kind: "delete", path: "index.mjs" }]);
    const shared = join(codePackages.directory(edited.codeSha256), "bin/data.bin");
    expect((await stat(shared)).nlink).toBe(2);
    await codePackages.releaseUnused([edited.codeSha256], { minimumAgeMs: 0 });
    expect(await readFile(shared)).toEqual(BINARY);
  });
});
