import { readFileSync, statSync } from "node:fs";
import { getPriority, hostname } from "node:os";

const DEVICES = ["null", "zero", "full", "random", "urandom", "tty", "ptmx", "net/tun", "fuse"].map(
  (name) => `/dev/${name}`,
);
const SETTINGS = [
  ...["kernel/domainname", "kernel/core_pattern", "vm/overcommit_memory", "net/ipv4/ip_forward"].map(
    (name) => `/proc/sys/${name}`,
  ),
  "/proc/self/oom_score_adj",
];

/** What attempts that a kernel inside has answered could have changed on the host. */
export function portraitOfHost() {
  return {
    devices: DEVICES.map((path) => {
      const { mode, uid, gid, rdev, ino } = statSync(path, { throwIfNoEntry: false }) ?? {};
      return [path, mode, uid, gid, rdev, ino];
    }),
    settings: SETTINGS.map((path) => [path, readFileSync(path, "latin1")]),
    hostname: hostname(),
    priority: getPriority(),
  };
}
