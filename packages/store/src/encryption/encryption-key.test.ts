import { randomBytes } from "node:crypto";
import { chmod, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openStore } from "../index.ts";
import { functionRecord, SCOPE, temporaryFolder, temporaryStore } from "../testing/temporary-store.ts";
import { EncryptionKeyUnusable } from "./encryption-key.ts";
import { seal, UnsealFailed, unseal } from "./seal.ts";

const SECRETS = { environmentVariables: { TOKEN: "s3cret" } };
const newKey = () => randomBytes(32).toString("base64");

async function storeWithSecret(encryptionKey?: string): Promise<string> {
  const directory = await temporaryFolder();
  const store = await openStore({ directory, encryptionKey });
  await store.functions.create(functionRecord(SECRETS));
  await store.close();
  return directory;
}

describe("the key of a store", () => {
  test("is made once, readable by its owner alone, and used again", async () => {
    const directory = await storeWithSecret();
    expect((await stat(join(directory, "encryption.key"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "lambent.db"))).mode & 0o777).toBe(0o600);
    const { functions } = await temporaryStore({ directory });
    expect(await functions.require(SCOPE, "hello")).toMatchObject(SECRETS);
  });

  test("is closed to others again when a copy of the file was not", async () => {
    const directory = await storeWithSecret();
    await chmod(join(directory, "encryption.key"), 0o644);
    await temporaryStore({ directory });
    expect((await stat(join(directory, "encryption.key"))).mode & 0o777).toBe(0o600);
  });

  test("is one and the same for two that open an existing store at once", async () => {
    const directory = await temporaryFolder();
    await (await openStore({ directory })).close();
    const stores = await Promise.all([temporaryStore({ directory }), temporaryStore({ directory })]);
    await stores[0].functions.create(functionRecord(SECRETS));
    expect(await stores[1].functions.require(SCOPE, "hello")).toMatchObject(SECRETS);
    expect((await readdir(directory)).filter((name) => name.startsWith("encryption.key"))).toEqual(["encryption.key"]);
  });

  test("may come from outside, and then no file is made", async () => {
    const encryptionKey = newKey();
    const directory = await storeWithSecret(encryptionKey);
    expect(await readdir(directory)).not.toContain("encryption.key");
    const { functions } = await temporaryStore({ directory, encryptionKey });
    expect(await functions.require(SCOPE, "hello")).toMatchObject(SECRETS);
  });

  test("that was lost is asked for, never replaced", async () => {
    const directory = await storeWithSecret();
    await rm(join(directory, "encryption.key"));
    await expect(openStore({ directory })).rejects.toThrow(/encryption\.key is missing.*LAMBENT_ENCRYPTION_KEY/s);
    expect(await readdir(directory)).not.toContain("encryption.key");
  });

  test("that is another one is refused at the start", async () => {
    const directory = await storeWithSecret();
    await expect(openStore({ directory, encryptionKey: newKey() })).rejects.toThrow(
      "The key of LAMBENT_ENCRYPTION_KEY is not the one that this database was sealed with.",
    );
  });

  test.each(["", "short", randomBytes(31).toString("base64"), randomBytes(32).toString("hex"), `${newKey()}!`])(
    "that is malformed (%j) is refused",
    async (encryptionKey) => {
      await expect(openStore({ directory: await temporaryFolder(), encryptionKey })).rejects.toThrow(
        EncryptionKeyUnusable,
      );
      const directory = await storeWithSecret();
      await writeFile(join(directory, "encryption.key"), encryptionKey);
      await expect(openStore({ directory })).rejects.toThrow(EncryptionKeyUnusable);
    },
  );
});

describe("sealed text", () => {
  const key = randomBytes(32);

  test("opens with its key in its place, and differs each time", () => {
    const sealed = seal(key, "here", "text ü");
    expect(unseal(key, "here", sealed)).toBe("text ü");
    expect(Buffer.from(seal(key, "here", "text ü"))).not.toEqual(Buffer.from(sealed));
  });

  test("does not open elsewhere, with another key, or changed in any byte", () => {
    const sealed = seal(key, "here", "text");
    expect(() => unseal(key, "there", sealed)).toThrow(UnsealFailed);
    expect(() => unseal(randomBytes(32), "here", sealed)).toThrow(UnsealFailed);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => unseal(key, "here", changed), `byte ${at}`).toThrow(UnsealFailed);
    }
    expect(() => unseal(key, "here", sealed.subarray(0, 20))).toThrow(UnsealFailed);
  });
});
