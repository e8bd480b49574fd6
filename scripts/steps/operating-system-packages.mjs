import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./run-command.mjs";

/** First of the names that is an executable on PATH, as its whole path. */
export function findOnPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not here; the next folder
      }
    }
  }
  return undefined;
}

/** Whether we may install with apt: root on Debian, Ubuntu or a relative, and nobody said no. */
export function mayInstall() {
  if (process.env.LAMBENT_NO_INSTALL === "1" || process.getuid?.() !== 0) return false;
  return (
    findOnPath("apt-get") !== undefined &&
    /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"))
  );
}

/** Installs one Debian package; says so first. Returns what apt said when it failed. */
export async function installPackage(name, purpose) {
  process.stdout.write(
    `Installing the package ${name} with apt-get (${purpose}); LAMBENT_NO_INSTALL=1 prevents this.\n`,
  );
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () => runCommand("apt-get", ["install", "-y", "--no-install-recommends", name], { env });
  const first = await install();
  if (first.ok) return undefined;
  await runCommand("apt-get", ["update"], { env });
  const second = await install();
  return second.ok ? undefined : second.output;
}
