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
  "linux-image-amd64 initramfs-tools kmod systemd systemd-sysv dbus dbus-user-session libpam-systemd " +
  "bubblewrap runc crun slirp4netns util-linux procps perl iproute2 gcc libc6-dev"
).split(" ");
const DISK_SIZE = "8G";
const RESULTS_BYTES = 64 << 20;
/** Neither what was fetched for other purposes nor this machine's own disk. */
const LEFT_OUT = [".git", "node_modules/.cache", "data"];
const FILES_INSIDE = { "trial.sh": "usr/local/bin/trial.sh", "trial.service": "etc/systemd/system/trial.service" };

/** A Debian in a folder, made once. */
export async function makeSystem(system) {
  if (existsSync(system)) return "fresh";
  const begun = `${system}.begun`;
  rmSync(begun, { recursive: true, force: true });
  await must("debootstrap", ["--variant=minbase", `--include=${PACKAGES.join()}`, SUITE, begun]);
  await must("chroot", [begun, "useradd", "--uid", "1000", "--create-home", "--shell", "/bin/bash", "user"]);
  // The user's own systemd starts with the machine.
  mkdirSync(join(begun, "var/lib/systemd/linger"), { recursive: true });
  writeFileSync(join(begun, "var/lib/systemd/linger/user"), "");
  writeFileSync(join(begun, "etc/fstab"), "");
  renameSync(begun, system);
}

/** @param {string} runs a line for each run: its name, then the test files */
export async function makeDisk(folder, system, runs) {
  for (const [name, path] of Object.entries(FILES_INSIDE)) {
    copyFileSync(inRepository("scripts/virtual-host", name), join(system, path));
  }
  const checkout = join(system, "checkout");
  rmSync(checkout, { recursive: true, force: true });
  mkdirSync(checkout);
  writeFileSync(join(system, "runs"), runs);
  const copy = `tar -C "$1" ${LEFT_OUT.map((path) => `--exclude=./${path}`).join(" ")} -cf - . | tar -C "$2" -xf -`;
  await must("sh", ["-c", copy, "sh", inRepository(), checkout]);
  const disk = join(folder, "disk.img");
  rmSync(disk, { force: true });
  await must("mke2fs", ["-q", "-t", "ext4", "-O", "^has_journal", "-d", system, disk, DISK_SIZE]);
}

/** Runs the machine to its end; what it has written is in the folder of results then. */
export async function boot(folder, results) {
  const answer = join(folder, "results.tar");
  writeFileSync(answer, "");
  truncateSync(answer, RESULTS_BYTES);
  const inBoot = readdirSync(join(folder, "system/boot"));
  const bootFile = (prefix) =>
    join(
      folder,
      "system/boot",
      inBoot.find((name) => name.startsWith(prefix)),
    );
  const drive = (name) => ["-drive", `file=${join(folder, name)},if=virtio,format=raw`];
  // Emulated: slow, but the same wherever it runs.
  const { ok, output } = await runCommand("nice", [
    ...["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "6G"],
    ...["-nographic", "-no-reboot", "-nic", "none", ...drive("disk.img"), ...drive("results.tar")],
    ...["-kernel", bootFile("vmlinuz-"), "-initrd", bootFile("initrd.img-")],
    ...[
      "-append",
      "console=ttyS0 root=/dev/vda rw quiet systemd.unified_cgroup_hierarchy=1 systemd.unit=trial.service",
    ],
  ]);
  writeFileSync(join(results, "console.txt"), output);
  if (!ok) throw new Error(`The virtual machine ended early:\n${output}`);
  await must("tar", ["-C", results, "-xf", answer]);
}

async function must(command, args) {
  const { ok, output } = await runCommand(command, args);
  if (!ok) throw new Error(`${[command, ...args].join(" ")} failed:\n${output}`);
}
