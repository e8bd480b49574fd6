import { expect, test } from "vitest";
import { SpareDemand } from "./spare-demand.ts";

const KEEP_MS = 300_000;
const demand = (least = 0) => new SpareDemand({ least, most: 8, keepMs: KEEP_MS });

test("nothing is wanted of what nobody uses, one of what always stands ready", () => {
  expect(demand().wanted(0)).toBe(0);
  expect(demand(1).wanted(0)).toBe(1);
});

test("a burst is remembered, forgotten by half every ten seconds, and bounded", () => {
  const burst = demand();
  for (let taken = 0; taken < 6; taken += 1) burst.add(1000);
  expect(burst.wanted(1000)).toBe(6);
  expect(burst.wanted(11_000)).toBe(3);
  expect(burst.wanted(61_000)).toBe(1);
  for (let taken = 0; taken < 60; taken += 1) burst.add(61_000);
  expect(burst.wanted(61_000)).toBe(8);
});

test("one stays for as long as the last use isn't forgotten", () => {
  const used = demand();
  used.add(0);
  expect(used.wanted(KEEP_MS - 1)).toBe(1);
  expect(used.wanted(KEEP_MS + 1)).toBe(0);
  const expected = demand();
  expected.expect(0);
  expect(expected.wanted(1)).toBe(1);
});
