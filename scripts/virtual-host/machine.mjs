import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { inRepository } from "../steps/repository.mjs";
import { runCommand } from "../steps/run-command.mjs";

const SUITE = "bookworm";
const PACKAGES = (
  "initramfs-tools kmod systemd systemd-sysv dbus dbus-user-session libpam-systemd " +
  "bubblewrap runc crun slirp4netns nftables util-linux procps perl iproute2 curl gawk python3 gcc libc6-dev"
).split(" ");
const [SYSTEM_BYTES, DISK_BYTES, RESULTS_BYTES] = [3 * 2 ** 30, 8 * 2 ** 30, 2 ** 26];
/** Neither what was fetched for other purposes or another processor nor this machine's own disk. */
const LEFT_OUT = ["./.git", "node_modules", "./data"];
const FILES_INSIDE = { "trial.sh": "usr/local/bin/trial.sh", "trial.service": "etc/systemd/system/trial.service" };

/** A Debian in a folder, made once. */
export async function makeSystem(architecture, folder) {
  const system = join(folder, "system");
  if (existsSync(system)) return "fresh";
  const begun = join(folder, "system.begun");
  rmSync(begun, { recursive: true, force: true });
  const isForeign = architecture.node !== process.arch;
  const packages = [`linux-image-${architecture.debian}`, ...PACKAGES];
  const options = [`--arch=${architecture.debian}`, "--variant=minbase", `--include=${packages.join()}`];
  await must("debootstrap", [...options, ...(isForeign ? ["--foreign"] : []), SUITE, begun]);
  copyFileSync(inRepository("scripts/virtual-host/set-up.sh"), join(begun, "set-up.sh"));
  if (isForeign) await setUpInMachine(architecture, folder, begun);
  else await must("chroot", [begun, "/bin/sh", "/set-up.sh"]);
  renameSync(begun, system);
}

/** What a system needs to run of its own while it is made, this machine's processor can't. */
async function setUpInMachine(architecture, folder, system) {
  const [kernel, memory, answer, consoleFile] = ["kernel", "memory.cpio", "system.tar", "system.txt"].map((name) =>
    join(folder, name),
  );
  await shell('dpkg-deb -x "$1"/var/cache/apt/archives/linux-image-[0-9]*.deb "$2"', system, kernel);
  await must("sh", [inRepository("scripts/virtual-host/shorten-lists.sh"), system]);
  // In a container, debootstrap makes /proc a link to the container's own.
  await shell('chmod 755 "$1/set-up.sh" && rm -rf "$1/proc" && mkdir "$1/proc"', system);
  await shell('cd "$1" && find . | cpio --quiet -o -H newc > "$2"', system, memory);
  const disks = [emptyDisk(answer, SYSTEM_BYTES)];
  await run(architecture, {
    consoleFile,
    kernel: bootFile(kernel, "vmlinuz-"),
    memory,
    words: "rdinit=/set-up.sh quiet",
    disks,
  });
  rmSync(system, { recursive: true });
  mkdirSync(system);
  const { ok } = await runCommand("tar", ["-C", system, "-xpf", answer]);
  if (!ok || bootFile(system, "initrd.img-") === undefined) {
    throw new Error(`Debian couldn't be set up: ${consoleFile} tells why.`);
  }
  for (const path of [kernel, memory, answer]) rmSync(path, { recursive: true });
}

/** @param {string} runs a line for each run: its name, then the test files */
export async function makeDisk(architecture, folder, runs) {
  const system = join(folder, "system");
  for (const [name, path] of Object.entries(FILES_INSIDE)) {
    copyFileSync(inRepository("scripts/virtual-host", name), join(system, path));
  }
  const checkout = join(system, "checkout");
  rmSync(checkout, { recursive: true, force: true });
  mkdirSync(checkout);
  writeFileSync(join(system, "runs"), runs);
  const leftOut = LEFT_OUT.map((path) => `--exclude=${path}`).join(" ");
  await shell(`tar -C "$1" ${leftOut} -cf - . | tar -C "$2" -xf -`, inRepository(), checkout);
  const words = ["--frozen-lockfile", "--prefer-offline", "--os=linux", "--libc=glibc", `--cpu=${architecture.node}`];
  await must("npx", ["-y", "pnpm@12", "install", ...words], { cwd: checkout });
  const disk = emptyDisk(join(folder, "disk.img"), DISK_BYTES);
  await must("mke2fs", ["-q", "-t", "ext4", "-O", "^has_journal", "-d", system, disk]);
}

/** Runs the machine to its end; what it has written is in the folder of results then. */
export async function boot(architecture, folder, results) {
  const [system, answer] = [join(folder, "system"), join(folder, "results.tar")];
  await run(architecture, {
    consoleFile: join(results, "console.txt"),
    kernel: bootFile(system, "vmlinuz-"),
    memory: bootFile(system, "initrd.img-"),
    words: "root=/dev/vda rw quiet systemd.unified_cgroup_hierarchy=1 systemd.unit=trial.service",
    disks: [join(folder, "disk.img"), emptyDisk(answer, RESULTS_BYTES)],
  });
  await must("tar", ["-C", results, "-xf", answer]);
}

/** Until the machine is off. */
async function run({ emulator, machine, console }, { consoleFile, kernel, memory, words, disks }) {
  // Emulated: slow, but the same wherever it runs.
  await must("nice", [
    ...[emulator, ...machine, "-accel", "tcg,thread=multi", "-smp", "2", "-m", "6G"],
    ...["-display", "none", "-serial", `file:${consoleFile}`, "-no-reboot", "-nic", "none"],
    ...["-kernel", kernel, "-initrd", memory],
    ...["-append", `console=${console} ${words}`],
    // By name, since processors differ in which of several disks they find first.
    ...disks.flatMap((file, index) => [
      ...["-drive", `file=${file},if=none,format=raw,id=disk${index}`],
      ...["-device", `virtio-blk-pci,drive=disk${index},addr=${10 + index}`],
    ]),
  ]);
}

function bootFile(system, prefix) {
  const name = readdirSync(join(system, "boot")).find((found) => found.startsWith(prefix));
  return name && join(system, "boot", name);
}

/** @returns its path */
function emptyDisk(path, bytes) {
  writeFileSync(path, "");
  truncateSync(path, bytes);
  return path;
}

/** @param {string} script with the paths as `$1`, `$2` … */
const shell = (script, ...paths) => must("sh", ["-c", script, "sh", ...paths]);

async function must(command, args, options) {
  const { ok, output } = await runCommand(command, args, options);
  if (!ok) throw new Error(`${[command, ...args].join(" ")} failed:\n${output}`);
}
