import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import { codePathProblem, DomainError } from "@lambent/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ForgedEntry, forgeZip } from "../testing/forged-zip.ts";
import { honestZip } from "../testing/honest-zip.ts";
import { temporaryFolder } from "../testing/temporary-store.ts";
import { readZip } from "./read-zip.ts";
import { removeTree } from "./remove-tree.ts";
import { unpack } from "./unpack.ts";

/** Pieces of names that a path on some system, or a careless join, could give a meaning to. */
const PIECES =
  ". .. / // ./ ../ \\ ..\\ C: C:/ ~ ~/ \0 \n \u2028 \u202e \ufeff a A b é e\u0301 É ＡＢ ．． ∕ ⁄ %2e%2e/ %2f ... CON nul.txt node_modules .git :ads .. . file://"
    .split(" ")
    .concat(" ");
const hostileName = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(""));
const name = fc.oneof(
  hostileName,
  hostileName.map((text) => Buffer.from(text, "latin1")),
  fc.constantFrom("index.mjs", "a", "A", "a/b", "a/", "é", "e\u0301"),
);
const MODES = [0o100644, 0o100755, 0o104755, 0o102777, 0o120777, 0o040755, 0o020666, 0o060666, 0o010666, 0o140666, 0];
const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const hostileEntry: fc.Arbitrary<ForgedEntry> = fc
  .record({
    name,
    content: fc.oneof(fc.string({ maxLength: 40 }), fc.constant("x".repeat(5_000))),
    mode: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0o100644) },
      { weight: 1, arbitrary: fc.constantFrom(...MODES) },
    ),
    method: optional(fc.constantFrom(0, 8, 8, 9, 12, 93)),
    flags: optional(fc.constantFrom(0, 0x0800, 0x0801, 0x0008, 0x2800)),
    versionMadeBy: optional(fc.constantFrom(20, (3 << 8) | 20, (19 << 8) | 20, (10 << 8) | 63)),
    declaredBytes: optional(fc.oneof(fc.nat(100), fc.constantFrom(0xffffffff, 262_144_001))),
    declaredRawBytes: optional(fc.oneof(fc.nat(100), fc.constantFrom(0xffffffff))),
    crc32: optional(fc.constantFrom(0, 1, 0xffffffff)),
    offset: optional(fc.oneof(fc.nat(300), fc.constantFrom(0xffffffff))),
    extra: optional(fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes))),
  })
  .map(
    (fields) =>
      Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as ForgedEntry,
  );

const entry: fc.Arbitrary<ForgedEntry> = fc.oneof(
  hostileEntry,
  fc.record({ name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), content: fc.string() }),
  fc.record({ name: fc.constantFrom("index.mjs", "INDEX.mjs", "a/b.txt", "é", "e\u0301"), content: fc.string() }),
);

/**
 * What holds for every zip: it is refused in our words, or all that lies below the target afterwards is ordinary files and
 * folders that were declared, read-only, under names that a package may have; and nothing lies beside it.
 */
async function check(zip: Uint8Array, parent: string): Promise<"refused" | "unpacked"> {
  const target = join(parent, "package");
  try {
    const entries = await readZip(zip);
    const files = await unpack(entries, target);
    const below = readdirSync(target, { recursive: true, withFileTypes: true });
    const found = below
      .filter((item) => item.isFile())
      .map((item) => join(item.parentPath, item.name).slice(target.length + 1));
    expect(found.sort()).toEqual(files.map(({ path }) => path).sort());
    expect(below.filter((item) => !item.isFile() && !item.isDirectory())).toEqual([]);
    for (const { path, sizeBytes } of files) {
      expect(codePathProblem(path)).toBeNull();
      const { mode, size, nlink } = lstatSync(join(target, path));
      expect([size, nlink]).toEqual([sizeBytes, 1]);
      expect([0o100444, 0o100555]).toContain(mode);
      const declared = entries.find((candidate) => candidate.path === path);
      if (declared?.kind !== "file") return expect.fail(`${path} wasn't declared`);
      expect(zlib.crc32(readFileSync(join(target, path)))).toBe(declared.crc32);
    }
    return "unpacked";
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.message.length).toBeLessThan(2_000);
    return "refused";
  } finally {
    expect(readdirSync(parent).filter((item) => item !== "package")).toEqual([]);
    if (existsSync(target)) await removeTree(target);
  }
}

test("zips with any names, kinds, sizes and checksums are refused, or leave ordinary files where they belong", async () => {
  const parent = await temporaryFolder();
  const count = { refused: 0, unpacked: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { minLength: 1, maxLength: 5 }),
      fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(10) }),
      async (entries, entryCount) => {
        count[await check(forgeZip(entries, entryCount === null ? {} : { entryCount }), parent)] += 1;
      },
    ),
    { numRuns: 800 },
  );
  // Neither all nor none, or it looked at one half alone.
  expect(Math.min(count.refused, count.unpacked)).toBeGreaterThan(20);
}, 60_000);

test("honest zips with bytes changed, cut out, doubled or put elsewhere do no harm either", async () => {
  const parent = await temporaryFolder();
  const whole = await honestZip({
    "index.mjs": "export const handler = () => 'a text that is long enough to be deflated, deflated, deflated';",
    "lib/": "",
    "lib/tool.sh": { content: "#!/bin/sh\n", mode: 0o100755 },
    "data/a.bin": Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 7919) % 256)),
  });
  const position = fc.nat(whole.length - 1);
  const mutation = fc.oneof(
    fc.tuple(position, fc.nat(255)).map(([at, byte]) => (bytes: Buffer) => {
      if (at < bytes.length) bytes[at] = byte;
      return bytes;
    }),
    fc.tuple(position, fc.nat(7)).map(([at, bit]) => (bytes: Buffer) => {
      if (at < bytes.length) bytes[at] = bytes[at]! ^ (1 << bit);
      return bytes;
    }),
    fc.tuple(position, fc.nat(60)).map(
      ([at, length]) =>
        (bytes: Buffer) =>
          Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
    ),
    fc.tuple(position, fc.nat(60)).map(
      ([at, length]) =>
        (bytes: Buffer) =>
          Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]),
    ),
    fc.tuple(position, fc.constantFrom(0, 0xff, 0xfffe, 0xffff, 0xffffffff)).map(([at, word]) => (bytes: Buffer) => {
      if (at + 4 <= bytes.length) bytes.writeUInt32LE(word, at);
      return bytes;
    }),
    fc.constantFrom("../../x", "/etc/pwn", "index.mjs", "lib").map((text) => (bytes: Buffer) => {
      // In the table of contents, where the names that count stand.
      const at = bytes.lastIndexOf("data/a.bin");
      if (at !== -1) bytes.write(text.padEnd(10, "x"), at);
      return bytes;
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      let bytes: Buffer = Buffer.from(whole);
      for (const mutate of mutations) bytes = mutate(bytes);
      await check(bytes, parent);
    }),
    { numRuns: 800 },
  );
}, 60_000);

test("any bytes at all are refused", async () => {
  const parent = await temporaryFolder();
  const end = Buffer.from("PK\x05\x06", "latin1");
  const bytes = fc.uint8Array({ maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(bytes, bytes, fc.boolean(), async (before, after, hasEnd) => {
      expect(await check(Buffer.concat([before, hasEnd ? end : Buffer.alloc(0), after]), parent)).toBe("refused");
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["differ in case", "Index.mjs", "index.mjs"],
  ["are composed and decomposed forms of one", "caf\u00e9.mjs", "cafe\u0301.mjs"],
  ["are a letter and its full-width form", "a.mjs", "\uff41.mjs"],
])(
  "names that %s stay two files, or are refused where the file system takes them for one",
  async (_how, one, other) => {
    const parent = await temporaryFolder();
    const zip = forgeZip([
      { name: one, content: "1" },
      { name: other, content: "2" },
    ]);
    await check(zip, parent);
    const entries = await readZip(zip);
    expect(entries.map(({ path }) => path)).toEqual([one, other]);
  },
);
