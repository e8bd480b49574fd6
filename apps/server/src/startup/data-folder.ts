import { chmod, mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { StartupFailure } from "./startup-failure.ts";

/** The data folder, held by this server until released. */
export interface DataFolder {
  readonly home: string;
  /** Tells whoever tries to start a second server where the first one is. */
  announce(addresses: { url: string; awsUrl: string }): Promise<void>;
  release(): Promise<void>;
}

/**
 * Makes the data folder and keeps a second server out of it. The lock is one of SQLite's on a file of its own: the
 * kernel drops it with the process, however that ends, so a stale one can't exist.
 * @throws StartupFailure
 */
export async function holdDataFolder(home: string): Promise<DataFolder> {
  const run = join(home, "run");
  await makeWritable(home, run);
  const owner = join(run, "server.json");
  const lock = await takeLock(join(run, "server.lock")).catch(async (error: unknown) => {
    if (!isBusy(error)) throw error;
    throw new StartupFailure(
      `${await describeOwner(owner)} is using the data folder ${home}. Stop it, or choose another folder with --home or LAMBENT_HOME (and another port with --port).`,
    );
  });
  await writeFile(owner, JSON.stringify({ pid: process.pid }));
  return {
    home,
    announce: (addresses) => writeFile(owner, JSON.stringify({ pid: process.pid, ...addresses })),
    release: async () => {
      await rm(owner, { force: true });
      lock.release();
    },
  };
}

async function makeWritable(home: string, run: string): Promise<void> {
  try {
    await makeFolder(home);
    await makeFolder(run);
    const probe = join(run, `.writable-${process.pid}`);
    await (await open(probe, "w")).close();
    await rm(probe);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartupFailure(
      `The data folder ${home} can't be written (${WHY[code ?? ""] ?? message}). Choose another with --home or LAMBENT_HOME.`,
    );
  }
}

/**
 * Makes a folder and those above it. Sandboxes run as other users and have to pass through to the unpacked code; they
 * can list nothing. Not `mkdir` with `recursive`: where no folder can be made, as in /proc, that never returns.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
    await chmod(path, 0o711);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (code !== "ENOENT" || (await exists(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const WHY: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOENT: "no folder can be made there",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file has this name",
};

async function takeLock(file: string): Promise<{ release(): void }> {
  const client = createClient({ url: pathToFileURL(file).href });
  try {
    // Never committed: the open transaction is the lock.
    const transaction = await client.transaction("write");
    return {
      release: () => {
        transaction.close();
        client.close();
      },
    };
  } catch (error) {
    client.close();
    throw error;
  }
}

const isBusy = (error: unknown) => String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY");

async function describeOwner(owner: string): Promise<string> {
  try {
    const { pid, url } = JSON.parse(await readFile(owner, "utf8")) as { pid: number; url?: string };
    return `Another server (process ${pid}${url === undefined ? "" : `, ${url}`})`;
  } catch {
    return "Another server";
  }
}
