import { basename } from "node:path";

/** How one family of runtimes is told to keep its hands off control groups, which it otherwise insists on. */
export interface OciRuntimeFamily {
  globalArguments: readonly string[];
  /**
   * What stands in the place of /sys/fs/cgroup on a host with cgroup v1, where a runtime looks for a hierarchy to make
   * its own groups in: empty folders of the hierarchies' names, or a file system of the usual type with nothing in it.
   */
  cgroupV1Stand: "folders" | "tmpfs";
}

/** "Rootless" here is only that runc forgives a cgroup file system in which nothing can be made. */
const RUNC: OciRuntimeFamily = { globalArguments: ["--rootless", "true"], cgroupV1Stand: "folders" };
/** crun refuses a host with both versions of cgroups; it doesn't see the second one then. */
const CRUN: OciRuntimeFamily = { globalArguments: ["--cgroup-manager=disabled"], cgroupV1Stand: "tmpfs" };

/** By the name of the program; one with an unknown name is taken for one that has runc's command line, as most do. */
export function familyOf(runtimePath: string): OciRuntimeFamily {
  return basename(runtimePath).startsWith("crun") ? CRUN : RUNC;
}

/** Whether it is one that has a kernel of its own, and so another command line and another way in for descriptors. */
export function isGvisor(runtimePath: string): boolean {
  return basename(runtimePath).startsWith("runsc");
}
