import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../waiting-shell.ts";
import type { OciRuntimeFamily } from "./oci-runtimes.ts";

const MOUNT_POINT = "/sys/fs/cgroup";

/**
 * @param directory where the stand-in for the hierarchies is made.
 * @returns a line of shell that leaves a runtime in this mount namespace no control group to change.
 */
export function hideControlGroups(family: OciRuntimeFamily, directory: string): string {
  const type = mountedType(readFileSync("/proc/self/mountinfo", "latin1"));
  if (type === undefined) return "true";
  // An ordinary user's mount must be as strict as the one that it covers.
  if (type === "cgroup2") return `mount --bind -o ro,nosuid,nodev,noexec ${MOUNT_POINT} ${MOUNT_POINT}`;
  if (family.cgroupV1Stand === "tmpfs") return `mount -t tmpfs -o ro,size=4k tmpfs ${MOUNT_POINT}`;
  rmSync(directory, { recursive: true, force: true });
  for (const hierarchy of readdirSync(MOUNT_POINT)) mkdirSync(join(directory, hierarchy), { recursive: true });
  return `mount --bind -o ro ${quote(directory)} ${MOUNT_POINT}`;
}

/** Type of the file system on the mount point; the last mount counts. */
export function mountedType(mountinfo: string): string | undefined {
  const line = mountinfo.split("\n").findLast((one) => one.split(" ")[4] === MOUNT_POINT);
  return line?.split(" - ")[1]?.split(" ")[0];
}
