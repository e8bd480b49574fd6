import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { downloadPackages } from "./foreign-packages.mjs";
import { findOnPath } from "./operating-system-packages.mjs";
import { StopWithAdvice } from "./progress.mjs";
import { runCommand } from "./run-command.mjs";

/** What the root filesystem of a sandbox has on x86_64 as well (packages/runner/src/sandbox/root-filesystem.ts). */
const SYSTEM_PACKAGES = (
  "dash bash coreutils curl gawk grep sed libstdc++6 libgcc-s1 libatomic1 libssl3 zlib1g libffi8 libsqlite3-0 liblzma5 " +
  "libbz2-1.0 libexpat1 libuuid1 libcrypt1 libtinfo6 libncursesw6 libreadline8 libzstd1"
).split(" ");
/** Documentation, scripts of dpkg and empty folders don't belong into a sandbox. */
const KEPT_FOLDERS = ["bin", "lib", "lib64", "usr"];
const DROPPED_FOLDERS = ["usr/share", "usr/sbin", "usr/lib/dpkg"];

/**
 * A small arm64 system, unpacked and never run on the host.
 * @returns {(() => Promise<void>) | undefined} what is to be done; undefined when it is there
 */
export function ensureSystemRoot(kit) {
  const root = join(kit, "root");
  const stamp = join(root, "packages.txt");
  const wanted = SYSTEM_PACKAGES.join("\n");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  return () =>
    inWorkingFolder(kit, async (working) => {
      const tree = join(working, "root");
      for (const archive of await downloadPackages(join(working, "apt"), "arm64", SYSTEM_PACKAGES)) {
        await must("dpkg-deb", ["--extract", archive, tree]);
      }
      for (const name of readdirSync(tree)) if (!KEPT_FOLDERS.includes(name)) remove(join(tree, name));
      for (const name of DROPPED_FOLDERS) remove(join(tree, name));
      // Readable to the server's user only by its modes; never setuid.
      await must("chmod", ["-R", "u=rwX,go=rX", tree]);
      writeFileSync(join(tree, "packages.txt"), wanted);
      remove(root);
      renameSync(tree, root);
    });
}

/**
 * qemu-aarch64, which must be linked statically: in a sandbox there are arm64 libraries alone. The one of the machine if
 * there is one, else the single program out of the distribution's package, which would take 380 MB installed.
 * @returns {(() => Promise<void>) | undefined} what is to be done; undefined when it is there
 */
export function ensureEmulator(kit) {
  const target = join(kit, "qemu-aarch64");
  if (existsSync(target)) return undefined;
  return () =>
    inWorkingFolder(kit, async (working) => {
      const found = findOnPath("qemu-aarch64-static") ?? (await downloadEmulator(working));
      const copy = join(working, "qemu-aarch64");
      copyFileSync(realpathSync(found), copy);
      chmodSync(copy, 0o755);
      await must(copy, ["--version"]);
      renameSync(copy, target);
    });
}

async function downloadEmulator(working) {
  const tree = join(working, "unpacked");
  mkdirSync(tree);
  // Newer releases have the program itself in qemu-user, on which qemu-user-static depends there.
  for (const archive of await downloadPackages(join(working, "apt"), "amd64", ["qemu-user-static"])) {
    if (!/\/qemu-user/.test(archive)) continue;
    const unpack = `dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --wildcards "./usr/bin/qemu-aarch64*"`;
    await runCommand("sh", ["-c", unpack, "sh", archive, tree]);
  }
  const programs = ["qemu-aarch64-static", "qemu-aarch64"].map((name) => join(tree, "usr/bin", name));
  const program = programs.find((path) => existsSync(path));
  if (program === undefined) throw new StopWithAdvice("The package qemu-user-static holds no qemu-aarch64-static.");
  return program;
}

async function inWorkingFolder(kit, work) {
  const working = mkdtempSync(join(kit, "fetching-"));
  try {
    await work(working);
  } finally {
    remove(working);
  }
}

async function must(command, args) {
  const { ok, output } = await runCommand(command, args);
  if (!ok) throw new Error(`${[command, ...args].join(" ")} failed:\n${output}`);
}

const remove = (path) => rmSync(path, { recursive: true, force: true });
