import { expect, test } from "vitest";
import type { ControlGroup } from "./cgroup.port.ts";
import { meterOf } from "./sandbox-memory.ts";

const MB = 1_000_000;
const OTHERS_MB = 30;

/** A group in which a launcher's own memory and page cache are charged beside what it says that a function holds. */
function meter(host: { heldMb: number | undefined; peakMb: number }) {
  const group = {
    chargedBytes: () => ((host.heldMb ?? 0) + OTHERS_MB) * MB,
    peakChargedBytes: () => host.peakMb * MB,
    memory: () => ({ anonymousBytes: 7 * MB, sharedBytes: 5 * MB }),
  } as ControlGroup;
  return meterOf({
    group,
    fileSystems: () => undefined,
    launcherIds: () => [],
    idsInside: () => [],
    heldBytes: () => (host.heldMb === undefined ? undefined : host.heldMb * MB),
  });
}

test("a peak that nobody looked at is the group's, without what else is charged", async () => {
  const host = { heldMb: 10, peakMb: 100 };
  expect(await meter(host).exactBytes()).toBe(10 * MB);
  expect(await meter(host).peakBytes!()).toBe((100 - OTHERS_MB) * MB);
});

test("where the kernel doesn't tell a peak it is what is held now", async () => {
  expect(await meter({ heldMb: 10, peakMb: 0 }).peakBytes!()).toBe(10 * MB);
});

test("where a launcher can't find out what is held the group's counters tell", async () => {
  expect(await meter({ heldMb: undefined, peakMb: 0 }).exactBytes()).toBe(12 * MB);
});
