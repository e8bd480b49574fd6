import { randomUUID } from "node:crypto";
import { chmod, link, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { syncDirectory, writeDurably } from "./durable-files.ts";

/** The text of a file that its owner alone may read; null when it isn't there. One that others may read is closed to them. */
export async function readSecretFile(file: string): Promise<string | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  // A file that was copied by hand may be open to others; one that is mounted read-only has been looked after.
  if (text !== null && ((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return text;
}

/**
 * Makes such a file, mode 600: complete or not there at all, whenever the process ends.
 * @returns what it holds: of two processes at once one wins, and both get its text.
 */
export async function makeSecretFile(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeDurably(draft, text);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(dirname(file));
  return readFile(file, "utf8");
}
