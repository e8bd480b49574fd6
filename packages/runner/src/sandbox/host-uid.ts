import { readFileSync } from "node:fs";

/** In the range that systemd leaves free for containers (0x70000000 …), far from /etc/subuid's usual ranges. */
const PREFERRED_BASE = 0x70000000;
const UIDS_PER_DRIVER = 1_000;
const DRIVERS = 65_536;

/**
 * Gives each running sandbox a host user of its own, which owns nothing and shares nothing: whatever a process could do
 * outside, it could do nothing to another sandbox's files and processes.
 */
export class HostUids {
  readonly base: number;
  /** Never a sandbox's: owns what sandboxes may use and not change. */
  readonly setupUid: number;
  /** By how many each is used: a sandbox, and the files that an ended one has left to its successor. */
  readonly #used = new Map<number, number>();

  constructor(base: number) {
    this.base = base;
    this.setupUid = base + UIDS_PER_DRIVER - 1;
  }

  /** The lowest free one. */
  take(): number {
    let uid = this.base;
    while (this.#used.has(uid) || uid === this.setupUid) uid++;
    this.share(uid);
    return uid;
  }

  /** Keeps one that is in use from being given to others until it has been released once more. */
  share(uid: number): number {
    this.#used.set(uid, (this.#used.get(uid) ?? 0) + 1);
    return uid;
  }

  release(uid: number) {
    const users = (this.#used.get(uid) ?? 1) - 1;
    if (users > 0) this.#used.set(uid, users);
    else this.#used.delete(uid);
  }
}

/**
 * A base that this process' user namespace can map: inside a container only some uids exist.
 * @param seed any whole number; drivers with different data directories should differ in it.
 * @returns undefined where hardly any uid but the own one exists.
 */
export function findUidBase(seed: number, uidMap = readFileSync("/proc/self/uid_map", "latin1")): number | undefined {
  const ranges = uidMap
    .split("\n")
    .filter(Boolean)
    .map((line) => line.trim().split(/\s+/).map(Number) as [inside: number, outside: number, count: number]);
  if (ranges.some(([inside, , count]) => inside + count > PREFERRED_BASE + DRIVERS * UIDS_PER_DRIVER)) {
    return PREFERRED_BASE + (seed % DRIVERS) * UIDS_PER_DRIVER;
  }
  const largest = ranges.toSorted((a, b) => b[2] - a[2])[0];
  if (!largest || largest[2] <= 2 * UIDS_PER_DRIVER) return undefined;
  // Near the end of the range, yet below nobody (65534): package managers hand out uids from its start.
  return largest[0] + largest[2] - 2 * UIDS_PER_DRIVER;
}
