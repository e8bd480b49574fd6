import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { AccessKey } from "@lambent/access";
import { makeSecretFile, readSecretFile } from "@lambent/store";
import { z } from "zod";
import { StartupFailure } from "./startup-failure.ts";

/** In the data folder, mode 600; `aws-env` reads it as well. */
const INSTALLATION_KEY_FILE = "aws-access-key.json";

const Key = z.object({ accessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/), secretAccessKey: z.string().min(40) });

/** As AWS's: `AKIA` for a key that doesn't expire, then 16 of these. */
const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The access key of this installation, made at its first start.
 * @throws StartupFailure when its file can't be read.
 */
export async function installationKey(home: string): Promise<Pick<AccessKey, "accessKeyId" | "secretAccessKey">> {
  const file = join(home, INSTALLATION_KEY_FILE);
  const text = (await readSecretFile(file)) ?? (await makeSecretFile(file, newKeyFile()));
  try {
    return Key.parse(JSON.parse(text));
  } catch {
    throw new StartupFailure(`${file} holds no access key. Delete it, and the next start makes a new one.`);
  }
}

function newKeyFile(): string {
  const key = { accessKeyId: newAccessKeyId(), secretAccessKey: randomBytes(30).toString("base64") };
  return `${JSON.stringify(key)}\n`;
}

function newAccessKeyId(): string {
  return `AKIA${[...randomBytes(16)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join("")}`;
}
