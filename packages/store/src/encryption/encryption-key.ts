import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Database } from "../database/open-database.ts";
import { makeSecretFile, readSecretFile } from "../secret-file.ts";
import { seal, UnsealFailed, unseal } from "./seal.ts";

const KEY_BYTES = 32;
const CHECK = "encryptionKeyCheck";
const CHECK_TEXT = "This database's secrets are sealed with this key.";

/** No key, a malformed one, or not the one that the database was sealed with. */
export class EncryptionKeyUnusable extends Error {
  override readonly name = "EncryptionKeyUnusable";
}

/**
 * The key that seals secrets: the given one, else that of `encryption.key` (mode 600), which is made for a new database.
 * @param given base64 of 32 bytes.
 * @throws EncryptionKeyUnusable
 */
export async function loadEncryptionKey(database: Database, directory: string, given?: string): Promise<Uint8Array> {
  const check = await database.storeProperty.findUnique({ where: { name: CHECK } });
  const file = join(directory, "encryption.key");
  const key =
    given === undefined
      ? await keyFromFile(file, { mayBeMade: check === null })
      : decodeKey(given, "LAMBENT_ENCRYPTION_KEY");
  const { value } =
    check ??
    (await database.storeProperty.upsert({
      where: { name: CHECK },
      create: { name: CHECK, value: Buffer.from(seal(key, CHECK, CHECK_TEXT)).toString("base64") },
      update: {},
    }));
  try {
    unseal(key, CHECK, Buffer.from(value, "base64"));
    return key;
  } catch (error) {
    if (!(error instanceof UnsealFailed)) throw error;
    const origin = given === undefined ? file : "LAMBENT_ENCRYPTION_KEY";
    throw new EncryptionKeyUnusable(
      `The key of ${origin} is not the one that this database was sealed with. Give the former key.`,
      { cause: error },
    );
  }
}

async function keyFromFile(file: string, { mayBeMade }: { mayBeMade: boolean }): Promise<Uint8Array> {
  const text = await readSecretFile(file);
  if (text !== null) return decodeKey(text, file);
  if (!mayBeMade) {
    throw new EncryptionKeyUnusable(
      `${file} is missing, and this database's environment variables are sealed with it. Restore the file, or set LAMBENT_ENCRYPTION_KEY to its content.`,
    );
  }
  return decodeKey(await makeSecretFile(file, `${randomBytes(KEY_BYTES).toString("base64")}\n`), file);
}

function decodeKey(text: string, origin: string): Uint8Array {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== KEY_BYTES || key.toString("base64") !== text.trim()) {
    throw new EncryptionKeyUnusable(
      `${origin} does not hold a key: it has to be the base64 text of ${KEY_BYTES} random bytes ("openssl rand -base64 32").`,
    );
  }
  return key;
}
