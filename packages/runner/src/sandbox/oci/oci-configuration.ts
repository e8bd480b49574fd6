import { existsSync } from "node:fs";
import { MASKED_PROC_FILES, SHARED_MEMORY_MIB } from "../bwrap-arguments.ts";
import { DEVICES, SANDBOX_HOSTNAME, SANDBOX_USER } from "../root-filesystem.ts";
import type { Launch } from "../sandbox-launcher.ts";
import type { OciSeccomp } from "./oci-seccomp.ts";

const MIB = 1024 * 1024;
/** As many files as have a page each fit into a tmpfs. */
const BYTES_PER_FILE = 4096;
const MIN_FILES = 1024;
/** Held for the runtime's first steps inside; nobody's while code of a function runs. */
const ROOT = 0;
const NAMESPACES = ["user", "pid", "mount", "ipc", "uts", "cgroup"];
export const NO_CAPABILITIES = { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] };

export interface Mount {
  destination: string;
  type: string;
  source: string;
  options: string[];
}

/** What a configuration can tell of a launch. */
type LaunchInside = Omit<Launch, "id" | "mountNamespaceFile" | "hasGroup">;

export interface OciConfigurationOptions extends LaunchInside {
  seccomp: OciSeccomp;
  /** Host user that is root inside; undefined for an ordinary user, who has no other than itself. */
  setupUid: number | undefined;
  /** Where Node.js's message channel is inside; undefined without one. */
  channelFd: number | undefined;
}

/**
 * `config.json` of a bundle: the same sandbox as bubblewrap makes (bwrap-arguments.ts). No resources: the control group
 * around it is ours, and made before.
 * @see https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md
 */
export function ociConfiguration(options: OciConfigurationOptions) {
  const { uid, setupUid } = options;
  // A runtime takes its first steps as root inside. An ordinary user is one user only, so that stays the only one.
  const user =
    uid === undefined ? { uid: ROOT, gid: ROOT } : { uid: SANDBOX_USER.uid as number, gid: SANDBOX_USER.gid as number };
  const mapping = (inside: number) => [
    { containerID: ROOT, hostID: setupUid ?? ROOT, size: 1 },
    ...(uid === undefined ? [] : [{ containerID: inside, hostID: uid, size: 1 }]),
  ];
  return {
    ociVersion: "1.0.2",
    process: {
      terminal: false,
      user,
      args: options.command,
      env: Object.entries(environment(options)).map(([name, value]) => `${name}=${value}`),
      cwd: "/var/task",
      capabilities: NO_CAPABILITIES,
      noNewPrivileges: true,
    },
    root: { path: options.rootFilesystem, readonly: true },
    hostname: SANDBOX_HOSTNAME,
    mounts: mounts(options, user),
    linux: {
      // What is mounted on the folders of a function that is assigned later shall appear inside.
      rootfsPropagation: "rslave",
      // One with Internet access has the network that the runtime is in.
      namespaces: [...NAMESPACES, ...(options.outerUserNamespace ? [] : ["network"])].map((type) => ({ type })),
      uidMappings: mapping(user.uid),
      gidMappings: mapping(user.gid),
      maskedPaths: MASKED_PROC_FILES.filter((path) => existsSync(path)),
      readonlyPaths: ["/proc/sys"],
      seccomp: options.seccomp,
    },
  };
}

function environment({ environment, listenPorts, channelFd }: OciConfigurationOptions) {
  if (!listenPorts) return environment;
  return { ...environment, NODE_CHANNEL_FD: `${channelFd}`, LAMBENT_LISTEN: listenPorts.join() };
}

/** The most files that a tmpfs of that size may have: empty ones take no space, but the host's memory. */
export const filesIn = (bytes: number) => Math.max(MIN_FILES, bytes / BYTES_PER_FILE);

function mounts(options: OciConfigurationOptions, { uid, gid }: { uid: number; gid: number }): Mount[] {
  const tmpfs = (destination: string, bytes: number, ...more: string[]): Mount => {
    return {
      destination,
      type: "tmpfs",
      source: "tmpfs",
      // runc gives it the mode that the mount point has; then it is at least the user's own.
      options: [
        "nosuid",
        "nodev",
        ...more,
        "mode=1777",
        `uid=${uid}`,
        `gid=${gid}`,
        `size=${bytes}`,
        `nr_inodes=${filesIn(bytes)}`,
      ],
    };
  };
  return [
    { destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"] },
    // Bound as a whole: into a /dev of its own a runtime puts terminals as well.
    { ...readOnly(`${options.rootFilesystem}/dev`, "/dev"), options: ["bind", "ro", "nosuid", "nodev", "noexec"] },
    ...DEVICES.map((name): Mount => {
      const path = `/dev/${name}`;
      return { destination: path, type: "bind", source: path, options: ["bind", "nosuid", "noexec"] };
    }),
    tmpfs("/dev/shm", SHARED_MEMORY_MIB * MIB, "noexec"),
    tmpfs("/tmp", options.ephemeralStorageMb * MIB),
    ...readOnlyMounts(options),
  ];
}

/** Interpreter, bootstrap, code and whatever else a function reads. */
export function readOnlyMounts(launch: LaunchInside): Mount[] {
  const optional = (source: string | undefined, destination: string): Mount[] =>
    source === undefined ? [] : [readOnly(source, destination)];
  return [
    readOnly(launch.langDirectory, launch.langMountPoint),
    readOnly(launch.runtimeDirectory, "/var/runtime"),
    readOnly(launch.codeDirectory, "/var/task"),
    ...launch.sharedFolders.map(({ source, destination }) => readOnly(source, destination)),
    ...optional(launch.layersDirectory, "/opt"),
    ...optional(launch.cacheDirectory, "/var/cache"),
    ...optional(launch.resolvConf, "/etc/resolv.conf"),
  ];
}

export const readOnly = (source: string, destination: string): Mount => ({
  destination,
  type: "bind",
  source,
  options: ["bind", "ro", "nosuid", "nodev"],
});
