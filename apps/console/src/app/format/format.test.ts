import { expect, test } from "vitest";
import { formatByteSize } from "./byte-size.tsx";
import { formatDuration } from "./duration.tsx";
import { formatRelativeTime } from "./relative-time.tsx";

test("sizes read in bytes up to 1,000 and then in steps of 1,000, never as 1,000 of the smaller unit", () => {
  expect([0, 1, 999, 1_000, 1_234, 999_999, 1_500_000, 250_000_000_000].map(formatByteSize)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1 kB",
    "1.2 kB",
    "1 MB",
    "1.5 MB",
    "250 GB",
  ]);
});

test("durations read in the unit that fits", () => {
  expect([2.65, 113.46, 3_000, 59_999, 900_000].map(formatDuration)).toEqual([
    "2.65 ms",
    "113 ms",
    "3 s",
    "60 s",
    "15 min 0 s",
  ]);
});

test("times read as the distance from now, in the largest whole unit", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const ago = (seconds: number) => formatRelativeTime(now - seconds * 1_000, now);
  expect([3, 45, 60, 3_599, 7_200, 86_400, 3 * 86_400, 8 * 86_400, 40 * 86_400, 800 * 86_400].map(ago)).toEqual([
    "just now",
    "45 seconds ago",
    "1 minute ago",
    "59 minutes ago",
    "2 hours ago",
    "yesterday",
    "3 days ago",
    "last week",
    "last month",
    "2 years ago",
  ]);
});
