import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readProcessPlace } from "./process-tree.ts";

/** What a driver keeps on the host beyond its data directory; written down before it exists. */
export interface HostRecord {
  directory: string;
  /** Of the driver that has written it. */
  processId: number;
  controlGroupFolders: readonly string[];
}

/** Who may use or clear a run folder. It says so by a file's name, so that renaming the file hands all of it on at once. */
export interface Owner {
  file: string;
  processId: number;
  isAlive: boolean;
}

const NAME_PREFIX = "lambent-";
const OWNER_FILE = /^driver-(\d+)-(\d+)\.json$/;

/** A name that is the same for every driver of a data directory; begins with `lambent-`. */
export const hostNameOf = (digest: Buffer) => `${NAME_PREFIX}${digest.toString("hex", 0, 6)}`;

/**
 * The driver's folder for what lasts no longer than the machine runs: its record, and its mount point. Root has it in
 * /run, where a successor also finds the records of drivers whose data directory nobody uses any more.
 */
export function runFolder(hostName: string, directory: string): string {
  return process.geteuid?.() === 0 ? join("/run", hostName) : join(directory, "run");
}

export function listRunFolders(): string[] {
  if (process.geteuid?.() !== 0) return [];
  return readdirSync("/run")
    .filter((name) => name.startsWith(NAME_PREFIX))
    .map((name) => join("/run", name));
}

/** More than one only where two processes have tried to take an empty folder at the same moment. */
export function ownersOf(folder: string): Owner[] {
  return entriesOf(folder).flatMap((file) => {
    const [, id, startTicks] = OWNER_FILE.exec(file) ?? [];
    if (id === undefined) return [];
    const processId = Number(id);
    return [{ file, processId, isAlive: readProcessPlace(processId)?.startTicks === Number(startTicks) }];
  });
}

/** @returns undefined when the owner has just left. */
export function readRecord(folder: string, owner: Owner): HostRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, owner.file), "utf8"));
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Becomes the owner of what a dead one has left, which stays recorded. @returns whether nobody else was quicker. */
export const claim = (folder: string, dead: Owner) =>
  whetherThere(() => renameSync(join(folder, dead.file), ownFile(folder)));

/** Replaces this process's record, or makes it. @returns whether the folder was there. */
export function recordOnHost(folder: string, directory: string, controlGroupFolders: readonly string[]): boolean {
  const record: HostRecord = { directory, processId: process.pid, controlGroupFolders };
  const file = ownFile(folder);
  return whetherThere(() => {
    writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  });
}

/** Takes a folder that nobody has. @returns whether this process has it now; another one can be quicker. */
export function takeEmpty(folder: string, directory: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (!recordOnHost(folder, directory, [])) return false;
  const isAlone = ownersOf(folder).length === 1;
  if (!isAlone) leave(folder);
  return isAlone;
}

/** Removes all that is in the folder but whose it is. */
export function empty(folder: string) {
  for (const name of entriesOf(folder)) {
    if (!OWNER_FILE.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Gives a folder up with all that is in it. Whoever takes it from then on finds it, or makes it anew. */
export function release(folder: string) {
  empty(folder);
  leave(folder);
}

/** The folder goes with its last owner. */
function leave(folder: string) {
  rmSync(ownFile(folder), { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!isGone(error) && (error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}

function ownFile(folder: string): string {
  return join(folder, `driver-${process.pid}-${readProcessPlace(process.pid)?.startTicks ?? 0}.json`);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function whetherThere(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";
