import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEVICE_LINKS, DEVICES, EMPTY_FOLDER, SANDBOX_HOSTNAME, SANDBOX_USER } from "./root-filesystem.ts";
import type { Launch } from "./sandbox-launcher.ts";

const MIB = 1024 * 1024;
export const SHARED_MEMORY_MIB = 64;
/** Tell of the host, of other users' keys, or of kernel addresses; those that this kernel has are covered by /dev/null. */
export const MASKED_PROC_FILES = (
  "cmdline config.gz interrupts iomem ioports kallsyms kcore key-users keys kmsg kpagecgroup kpagecount kpageflags " +
  "latency_stats modules sched_debug slabinfo sysrq-trigger timer_list timer_stats vmallocinfo"
)
  .split(" ")
  .map((name) => `/proc/${name}`);

/** Descriptors that bwrap itself reads and writes; none is open inside. */
export const STATUS_FD = 5;
/** Node.js's own message channel, over which listening sockets are handed to us; open inside only when some are asked for. */
export const CHANNEL_FD = 6;
export const SECCOMP_FD = 9;

/**
 * The isolation that all sandboxes have alike: every kind of namespace, no network, no capability, a read-only root, and
 * a /dev of five devices.
 */
export function commonBwrapArguments(rootFilesystem: string): string[] {
  return [
    ...["--unshare-user", "--unshare-all", "--disable-userns"],
    ...["--ro-bind", rootFilesystem, "/"],
    ...["--proc", "/proc", ...maskArguments()],
    // bwrap stays inside as the first process, as the same user: who could write its memory (/proc/1/mem) could make it
    // outlive the server, and /proc/1/exe is a file of the host.
    ...["--ro-bind", join(rootFilesystem, EMPTY_FOLDER), "/proc/1"],
    // Not bwrap's own --dev: that is writable and without a size.
    ...["--tmpfs", "/dev", ...DEVICES.flatMap((name) => ["--dev-bind", `/dev/${name}`, `/dev/${name}`])],
    ...Object.entries(DEVICE_LINKS).flatMap(([name, target]) => ["--symlink", `/proc/self/${target}`, `/dev/${name}`]),
    ...["--dir", "/dev/shm", "--remount-ro", "/dev"],
    ...["--size", String(SHARED_MEMORY_MIB * MIB), "--perms", "1777", "--tmpfs", "/dev/shm"],
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv", "--chdir", "/var/task"],
    ...["--uid", String(SANDBOX_USER.uid), "--gid", String(SANDBOX_USER.gid), "--hostname", SANDBOX_HOSTNAME],
    ...["--json-status-fd", String(STATUS_FD), "--seccomp", String(SECCOMP_FD)],
  ];
}

/** What one sandbox has for itself: its folders, /tmp as the only place to write, environment and command. */
export function ownBwrapArguments(options: Launch): string[] {
  return [
    ...["--size", String(options.ephemeralStorageMb * MIB), "--perms", "1777", "--tmpfs", "/tmp"],
    ...["--ro-bind", options.langDirectory, options.langMountPoint],
    ...["--ro-bind", options.runtimeDirectory, "/var/runtime"],
    ...["--ro-bind", options.codeDirectory, "/var/task"],
    ...options.sharedFolders.flatMap(({ source, destination }) => ["--ro-bind", source, destination]),
    ...(options.layersDirectory === undefined ? [] : ["--ro-bind", options.layersDirectory, "/opt"]),
    ...(options.cacheDirectory === undefined ? [] : ["--ro-bind", options.cacheDirectory, "/var/cache"]),
    ...(options.resolvConf === undefined ? [] : ["--ro-bind", options.resolvConf, "/etc/resolv.conf"]),
    ...Object.entries(options.environment).flatMap(([name, value]) => ["--setenv", name, value]),
    ...listenArguments(options.listenPorts),
    ...["--", ...options.command],
  ];
}

function listenArguments(ports: readonly number[] | undefined): string[] {
  if (!ports) return [];
  return ["--setenv", "NODE_CHANNEL_FD", String(CHANNEL_FD), "--setenv", "LAMBENT_LISTEN", ports.join()];
}

let masks: string[] | undefined;
function maskArguments(): string[] {
  masks ??= MASKED_PROC_FILES.filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", "/dev/null", path]);
  return masks;
}
