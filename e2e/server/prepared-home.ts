import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const KEPT = fileURLToPath(new URL("../../node_modules/.cache/lambent/e2e-home", import.meta.url));

/** What a server makes for itself in a new data folder, named by what is in it. */
const MADE: Readonly<Record<string, RegExp>> = {
  "run/sandboxes": /^rootfs-[0-9a-f]+$/,
  "run/sandboxes/arm64": /^rootfs-[0-9a-f]+$/,
  "run/runtimes": /-[0-9a-f]{12}(-plain)?$/,
};

/**
 * Journeys each have a data folder of their own. What every one of them would make anew for seconds is linked in from an
 * earlier one, where the file system allows it; nothing of a function is in there.
 */
export async function plantPrepared(home: string): Promise<void> {
  if (existsSync(KEPT)) await run("cp", ["-al", `${KEPT}/.`, home]).catch(() => undefined);
}

/** @param home of a server that has ended */
export async function keepPrepared(home: string): Promise<void> {
  const made = await madeIn(home);
  if (made.every((path) => existsSync(join(KEPT, path)))) return;
  await mkdir(dirname(KEPT), { recursive: true });
  const copy = await mkdtemp(`${KEPT}-`);
  try {
    for (const path of made) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await run("cp", ["-al", join(home, path), join(copy, path)]);
    }
    await rm(KEPT, { recursive: true, force: true });
    await rename(copy, KEPT);
  } catch {
    // The other worker was faster, or links aren't possible here: then each server makes its own.
    await rm(copy, { recursive: true, force: true });
  }
}

async function madeIn(home: string): Promise<string[]> {
  const lists = await Promise.all(
    Object.entries(MADE).map(async ([folder, pattern]) => {
      const names = await readdir(join(home, folder)).catch((): string[] => []);
      return names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
    }),
  );
  return lists.flat();
}
