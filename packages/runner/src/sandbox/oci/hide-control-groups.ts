import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../waiting-shell.ts";
import type { OciRuntimeFamily } from "./oci-runtimes.ts";

const MOUNT_POINT = "/sys/fs/cgroup";

/** Makes the stand-in for the hierarchies of cgroup v1: empty folders of their names. */
export function makeStandIn(directory: string) {
  if (mountedType(readMounts()) === undefined) return;
  for (const hierarchy of readdirSync(MOUNT_POINT)) mkdirSync(join(directory, hierarchy), { recursive: true });
}

/**
 * @param standIn what `makeStandIn` has made.
 * @returns a line of shell that leaves a runtime in this mount namespace no control group to change.
 */
export function hideControlGroups(family: OciRuntimeFamily, standIn: string): string {
  const type = mountedType(readMounts());
  if (type === undefined) return "true";
  // A mount in a user's own namespace must be as strict as the one that it covers.
  const readOnly = "mount --bind -o ro,nosuid,nodev,noexec";
  if (type === "cgroup2") return `${readOnly} ${MOUNT_POINT} ${MOUNT_POINT}`;
  if (family.cgroupV1Stand === "tmpfs") return `mount -t tmpfs -o ro,size=4k tmpfs ${MOUNT_POINT}`;
  return `${readOnly} ${quote(standIn)} ${MOUNT_POINT}`;
}

const readMounts = () => readFileSync("/proc/self/mountinfo", "latin1");

/** Type of the file system on the mount point; the last mount counts. */
export function mountedType(mountinfo: string): string | undefined {
  const line = mountinfo.split("\n").findLast((one) => one.split(" ")[4] === MOUNT_POINT);
  return line?.split(" - ")[1]?.split(" ")[0];
}
