import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeDurably } from "../durable-files.ts";
import type { PackageFolder } from "./package-folder.ts";
import { removeTree } from "./remove-tree.ts";

const SHA256_HEX = /^[0-9a-f]{64}$/;
/** Another process may be at work in `.incoming`; nothing takes this long. */
const LEFTOVER_AGE_MS = 60 * 60 * 1000;

/** Names of the packages that are kept, as codeSha256. */
export async function keptPackages(folder: PackageFolder): Promise<string[]> {
  const names = await readdir(folder.directory);
  return names.filter((name) => SHA256_HEX.test(name)).map((name) => Buffer.from(name, "hex").toString("base64"));
}

/**
 * Checks all unpacked files once after the machine has started anew: only then can files that were written be missing.
 * @returns packages that are beyond repair.
 */
export async function repairAfterReboot(folder: PackageFolder, bootId = currentBootId()): Promise<string[]> {
  const file = join(folder.directory, "boot-id");
  const checkedIn = await readFile(file, "utf8").catch(() => "");
  const boot = await bootId;
  if (boot !== "" && checkedIn === boot) return [];
  const damaged: string[] = [];
  for (const codeSha256 of await keptPackages(folder)) {
    if (!(await folder.repair(codeSha256).catch(() => false))) damaged.push(codeSha256);
  }
  const draft = join(folder.incoming, "boot-id");
  await rm(draft, { force: true });
  await writeDurably(draft, boot);
  await rename(draft, file);
  return damaged;
}

/** New with every start of the kernel; empty where there is none to read, and then every start checks. */
async function currentBootId(): Promise<string> {
  return readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
}

/** Deletes what a killed process left half done. */
export async function removeLeftovers(folder: PackageFolder, nowMs: number): Promise<void> {
  for (const name of await readdir(folder.incoming)) {
    const path = join(folder.incoming, name);
    const status = await stat(path).catch(() => null);
    if (status === null || nowMs - status.mtimeMs < LEFTOVER_AGE_MS) continue;
    await (status.isDirectory() ? removeTree(path) : rm(path, { force: true }));
  }
}
