import { LOGS_PIPE, SANDBOX_HOSTNAME } from "../../root-filesystem.ts";
import type { Launch } from "../../sandbox-launcher.ts";
import { type Mount, NO_CAPABILITIES, readOnly, readOnlyMounts } from "../oci-configuration.ts";
import type { OciSeccomp } from "../oci-seccomp.ts";
import { gvisorSeccomp } from "./gvisor-seccomp.ts";

const NAMESPACES = ["pid", "mount", "ipc", "uts", "network"];

export interface GvisorConfigurationOptions extends Launch {
  seccomp: OciSeccomp;
  /** On the host. */
  logsPipe: string;
  /** On the host: a file system of the size that /tmp is to have. */
  temporaryFolder: string;
}

/**
 * `config.json` of a bundle for gVisor. No user namespace and no seccomp rules: its processes are the sandbox's host user's already,
 * and what runs inside makes its calls to gVisor's kernel. That brings a /dev and a /dev/shm.
 * @see https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md
 */
export function gvisorConfiguration(options: GvisorConfigurationOptions) {
  const { rootFilesystem, environment, command, openFiles, processes, seccomp, logsPipe, temporaryFolder } = options;
  return {
    ociVersion: "1.0.2",
    process: {
      terminal: false,
      // The only one that the host has mapped: files of another couldn't be made.
      user: { uid: 0, gid: 0 },
      args: command,
      env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      cwd: "/var/task",
      capabilities: NO_CAPABILITIES,
      rlimits: [
        { type: "RLIMIT_NOFILE", hard: openFiles, soft: openFiles },
        { type: "RLIMIT_CORE", hard: 0, soft: 0 },
        // The shell in front of the command is one of them.
        { type: "RLIMIT_NPROC", hard: processes + 1, soft: processes + 1 },
      ],
      noNewPrivileges: true,
    },
    root: { path: rootFilesystem, readonly: true },
    hostname: SANDBOX_HOSTNAME,
    mounts: [
      { destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"] },
      writable(logsPipe, `/${LOGS_PIPE}`),
      writable(temporaryFolder, "/tmp"),
      // What gVisor would tell of the processors there, /proc tells as well.
      readOnly(`${rootFilesystem}/sys`, "/sys"),
      ...readOnlyMounts(options),
    ],
    linux: { namespaces: NAMESPACES.map((type) => ({ type })), seccomp: gvisorSeccomp(seccomp) },
  };
}

const writable = (source: string, destination: string): Mount => ({
  destination,
  type: "bind",
  source,
  options: ["bind", "rw", "nosuid", "nodev"],
});
