import { randomBytes, randomUUID } from "node:crypto";
import { chmod, link, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AccessKey } from "@lambent/access";
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
  const text = await readFile(file, "utf8").catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    await makeKeyFile(file);
    return readFile(file, "utf8");
  });
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  try {
    return Key.parse(JSON.parse(text));
  } catch {
    throw new StartupFailure(`${file} holds no access key. Delete it, and the next start makes a new one.`);
  }
}

/** Complete or not there at all, whenever the process ends. */
async function makeKeyFile(file: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    const key = { accessKeyId: newAccessKeyId(), secretAccessKey: randomBytes(30).toString("base64") };
    await handle.writeFile(`${JSON.stringify(key)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function newAccessKeyId(): string {
  return `AKIA${[...randomBytes(16)].map((byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join("")}`;
}
