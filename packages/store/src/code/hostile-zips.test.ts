import { readdirSync } from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import { DomainError, InvalidZipFile, UnzippedCodeTooLarge, ZippedCodeTooLarge } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { type ForgedEntry, forgeZip } from "../testing/forged-zip.ts";
import { honestZip } from "../testing/honest-zip.ts";
import { temporaryStore } from "../testing/temporary-store.ts";

/** Puts a zip that must be refused; the refusal's text. Nothing of it may stay on the disk. */
async function refusal(zip: Uint8Array): Promise<string> {
  const { codePackages, directory } = await temporaryStore();
  const error = await codePackages.put(zip).then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(InvalidZipFile);
  expect(everythingBelow(join(directory, "code"))).toEqual([".incoming", "boot-id"]);
  return error.message;
}

const everythingBelow = (directory: string) => readdirSync(directory, { recursive: true }).map(String).sort();
const GOOD: ForgedEntry = { name: "index.mjs", content: "export const handler = () => 1;" };

describe("a zip is refused", () => {
  test("when it is empty, or holds no file", async () => {
    for (const zip of [Buffer.alloc(0), forgeZip([]), forgeZip([{ name: "folder/", method: 0, mode: 0o040755 }])]) {
      expect(await refusal(zip)).toBe("Uploaded file must be a non-empty zip");
    }
  });

  test("when it is no zip, in AWS's words", async () => {
    const message = await refusal(Buffer.from("this is no zip at all, only text that somebody uploaded"));
    expect(message).toMatch(
      /^Could not unzip uploaded file\. Please check your file, then try to upload again\. .+\.$/,
    );
  });

  test("wherever it is cut off", async () => {
    const whole = await honestZip({
      "index.mjs": "export const handler = () => 1;",
      "data/a.bin": Buffer.alloc(500, 7),
    });
    const { codePackages } = await temporaryStore();
    for (let length = 1; length < whole.length; length++) {
      await expect(codePackages.put(whole.subarray(0, length)), `${length} bytes`).rejects.toThrow(InvalidZipFile);
    }
    await codePackages.put(whole);
  });

  test("or, when any byte is changed, at least holds no other content than its checksums say", async () => {
    const text = "export const handler = () => 'a text that is long enough to be deflated, deflated, deflated';";
    const whole = await honestZip({ "index.mjs": text });
    const { codePackages } = await temporaryStore();
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] as number) ^ 0xff;
      const stored = await codePackages.put(changed).catch((error) => error);
      if (stored instanceof DomainError) continue;
      const [file] = await codePackages.files(stored.codeSha256);
      expect(
        Buffer.from(await codePackages.readFile(stored.codeSha256, file?.path ?? "")).toString(),
        `byte ${at}`,
      ).toBe(text);
    }
  });

  test.each([
    ["../outside.txt", "leaves the package through '..'"],
    ["a/../../outside.txt", "leaves the package through '..'"],
    ["a/..", "leaves the package through '..'"],
    ["../", "leaves the package through '..'"],
    ["/etc/cron.d/job", "absolute"],
    ["//server/share", "absolute"],
    ["/", "absolute"],
    ["C:/windows/x", "absolute"],
    ["..\\outside.txt", "backslash"],
    ["dir\\file.txt", "backslash"],
    ["C:\\windows\\x", "backslash"],
    ["index.mjs\0.txt", "NUL"],
    ["a\nb", "control character"],
    ["a\u009bb", "control character"],
    ["", "empty"],
    ["a//b", "empty or '.' part"],
    ["a/./b", "empty or '.' part"],
    [`${"x".repeat(256)}`, "longer than 255 bytes"],
    [`${"é".repeat(128)}.js`, "longer than 255 bytes"],
    [`${"abcdefghi/".repeat(103)}x`, "longer than 1024 bytes"],
    [`${"d/".repeat(64)}x`, "more than 64 levels"],
  ])("when an entry is named %j", async (name, reason) => {
    const method = name.endsWith("/") ? { method: 0, mode: 0o040755 } : { content: "x" };
    expect(await refusal(forgeZip([GOOD, { name, ...method }]))).toContain(reason);
  });

  test("when a name says that it is UTF-8 and isn't", async () => {
    expect(await refusal(forgeZip([{ ...GOOD, name: Buffer.from([0x61, 0xff, 0xfe]) }]))).toContain("not UTF-8");
  });

  test.each([
    ["a symbolic link", { mode: 0o120777, content: "/etc/passwd" }, "symbolic link"],
    [
      "a symbolic link made on macOS",
      { mode: 0o120777, content: "..", versionMadeBy: (19 << 8) | 20 },
      "symbolic link",
    ],
    ["a device", { mode: 0o060666 }, "neither a file nor a folder"],
    ["a named pipe", { mode: 0o010666 }, "neither a file nor a folder"],
    ["a socket", { mode: 0o140666 }, "neither a file nor a folder"],
    ["encrypted", { content: "x", flags: 0x0801 }, "encrypted"],
    ["strongly encrypted", { content: "x", flags: 0x0841 }, "encrypt"],
    ["behind a masked table of contents", { content: "x", flags: 0x2800 }, "encrypted"],
    ["compressed by a method of today (zstd)", { content: "x", method: 93 }, "method 93"],
    ["compressed by a method of 1990 (implode)", { content: "x", method: 6 }, "method 6"],
  ])("when an entry is %s", async (_what, fields, reason) => {
    expect(await refusal(forgeZip([GOOD, { name: "entry", ...fields }]))).toContain(reason);
  });

  test("when a symbolic link prepares the way for a file behind it", async () => {
    const message = await refusal(
      forgeZip([
        { name: "lib", mode: 0o120777, content: "/tmp" },
        { name: "lib/evil.txt", content: "evil" },
      ]),
    );
    expect(message).toContain("symbolic link");
  });

  test.each([
    ["two files have one name", [GOOD, { name: "a", content: "1" }, { name: "a", content: "2" }], "'a' is there twice"],
    [
      "a file is repeated behind ./",
      [
        { name: "a", content: "1" },
        { name: "./a", content: "2" },
      ],
      "'a' is there twice",
    ],
    [
      "a file is also a folder",
      [
        { name: "a", content: "1" },
        { name: "a/b", content: "2" },
      ],
      "a file and, for 'a/b', a folder",
    ],
    [
      "a folder is also a file",
      [
        { name: "a/b/c", content: "2" },
        { name: "a/b", content: "1" },
      ],
      "'a/b' is a file and",
    ],
    [
      "an empty folder is also a file",
      [
        { name: "a/", method: 0, mode: 0o040755 },
        { name: "a", content: "1" },
      ],
      "a file and a folder at once",
    ],
  ] satisfies [string, ForgedEntry[], string][])("when %s", async (_what, entries, reason) => {
    expect(await refusal(forgeZip(entries))).toContain(reason);
  });

  test("when a folder has content", async () => {
    expect(await refusal(forgeZip([GOOD, { name: "a/", mode: 0o040755, content: "x" }]))).toContain(
      "folder with content",
    );
  });

  test("when content does not match its checksum, its length or its compression", async () => {
    expect(await refusal(forgeZip([{ ...GOOD, crc32: 1 }]))).toContain("checksum");
    expect(await refusal(forgeZip([{ ...GOOD, declaredBytes: 5 }]))).toContain("does not unpack to the 5 bytes");
    expect(await refusal(forgeZip([{ ...GOOD, declaredBytes: 5000 }]))).toContain("does not unpack to the 5000 bytes");
    expect(await refusal(forgeZip([{ ...GOOD, raw: Buffer.from("no deflate stream") }]))).toContain(
      "damaged or cut off",
    );
    const cutOff = zlib.deflateRawSync(Buffer.from(GOOD.content as string)).subarray(0, 10);
    expect(await refusal(forgeZip([{ ...GOOD, raw: cutOff }]))).toContain("damaged or cut off");
    expect(await refusal(forgeZip([{ ...GOOD, method: 0, declaredBytes: 3 }]))).toMatch(/size mismatch/);
    expect(await refusal(forgeZip([{ ...GOOD, declaredRawBytes: 5_000_000 }]))).toMatch(/overflows file bounds/);
    expect(await refusal(forgeZip([{ ...GOOD, offset: 1_000_000 }]))).toMatch(/EOF|signature/i);
  });

  test("when entries share their bytes, however often", async () => {
    const megabyte = zlib.deflateRawSync(Buffer.alloc(200_000, 1));
    const shared = { crc32: zlib.crc32(Buffer.alloc(200_000, 1)), declaredBytes: 200_000, offset: 0 };
    const entries: ForgedEntry[] = [{ name: "0", raw: megabyte, ...shared }];
    for (let index = 1; index < 1000; index++) {
      entries.push({ name: `${index}`, raw: Buffer.alloc(0), declaredRawBytes: megabyte.length, ...shared });
    }
    expect(await refusal(forgeZip(entries))).toMatch(/overlap/);
  });

  test("when it has more entries than a zip can hold without its 64-bit extension", async () => {
    expect(await refusal(forgeZip([GOOD], { entryCount: 65_535 }))).toContain("Could not unzip");
    const many = Array.from({ length: 65_535 }, (_, index) => ({ name: `${index}`, method: 0 }));
    expect(await refusal(forgeZip(many))).toContain("Could not unzip");
  });
});

describe("a bomb", () => {
  /** Zeros deflate to a thousandth, and the stream of one block can be repeated without deflating it again. */
  function deflatedZeros(bytes: number): Buffer {
    const block = 1_000_000;
    const deflate = zlib.deflateRawSync(Buffer.alloc(block), { finishFlush: zlib.constants.Z_FULL_FLUSH });
    const end = Buffer.from([0x03, 0x00]);
    return Buffer.concat([...Array.from({ length: bytes / block }, () => deflate), end]);
  }

  test("that says how large it is, is refused before it is unpacked", async () => {
    const { codePackages } = await temporaryStore();
    const bomb = forgeZip([{ name: "zeros", raw: deflatedZeros(10_000_000_000), declaredBytes: 4_000_000_000 }]);
    await expect(codePackages.put(bomb)).rejects.toThrow(new UnzippedCodeTooLarge());
  });

  test("that lies about its size is stopped at what it declared", async () => {
    const raw = deflatedZeros(3_000_000_000);
    expect(await refusal(forgeZip([GOOD, { name: "zeros", raw, declaredBytes: 1000 }]))).toContain(
      "does not unpack to the 1000 bytes",
    );
    expect(await refusal(forgeZip([GOOD, { name: "zeros", raw, declaredBytes: 30_000_000 }]))).toContain(
      "does not unpack to the 30000000 bytes",
    );
  });

  test("of many files is refused by their sum", async () => {
    const { codePackages } = await temporaryStore();
    const raw = deflatedZeros(30_000_000);
    const crc32 = zlib.crc32(Buffer.alloc(30_000_000));
    const entries = Array.from({ length: 9 }, (_, index) => ({
      name: `${index}`,
      raw,
      crc32,
      declaredBytes: 30_000_000,
    }));
    await expect(codePackages.put(forgeZip(entries))).rejects.toThrow(
      "Unzipped size must be smaller than 262144000 bytes",
    );
    expect(await codePackages.put(forgeZip(entries.slice(1)))).toMatchObject({ unzippedBytes: 240_000_000 });
  });
});

test("a zip over 50 MB is refused by its size alone", async () => {
  const { codePackages } = await temporaryStore();
  await expect(codePackages.put(Buffer.alloc(52_428_801))).rejects.toThrow(new ZippedCodeTooLarge());
});
