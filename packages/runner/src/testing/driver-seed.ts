import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A root file system, for the host's programs or for emulated ones; its name tells what is in it. */
const ROOT_FILE_SYSTEM = /^rootfs-[0-9a-f]+$/;
const FOLDERS = ["", "arm64"];

/**
 * What every driver makes first in a new folder, and what takes most of its start: kept between tests by hard links, where the
 * file system allows them. Sandboxes can't write any of it.
 */
export class DriverSeed {
  constructor(private readonly directory: string) {}

  async plant(driverDirectory: string): Promise<void> {
    await mkdir(driverDirectory, { recursive: true });
    await run("cp", ["-al", `${this.directory}/.`, driverDirectory]).catch(() => undefined);
  }

  async keep(driverDirectory: string): Promise<void> {
    const made = await rootFileSystemsOf(driverDirectory);
    if (made.every((path) => existsSync(join(this.directory, path)))) return;
    const parent = join(this.directory, "..");
    await mkdir(parent, { recursive: true });
    const copy = await mkdtemp(join(parent, "seed-"));
    try {
      for (const path of made) {
        await mkdir(join(copy, path, ".."), { recursive: true });
        await run("cp", ["-al", join(driverDirectory, path), join(copy, path)]);
      }
      await rm(this.directory, { recursive: true, force: true });
      await rename(copy, this.directory);
    } catch {
      // Another test was faster, or links aren't possible: then each makes its own.
      await rm(copy, { recursive: true, force: true });
    }
  }
}

async function rootFileSystemsOf(driverDirectory: string): Promise<string[]> {
  const lists = await Promise.all(
    FOLDERS.map(async (folder) => {
      const names = await readdir(join(driverDirectory, folder)).catch((): string[] => []);
      return names.filter((name) => ROOT_FILE_SYSTEM.test(name)).map((name) => join(folder, name));
    }),
  );
  return lists.flat();
}
