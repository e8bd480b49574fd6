import { expect, test } from "vitest";
import type { ControlGroups } from "./cgroup.port.ts";
import { isolationFacts } from "./isolation-facts.ts";
import type { LauncherOffers } from "./sandbox-launcher.ts";

const OFFERS: LauncherOffers = {
  listeners: true,
  internet: true,
  emulation: "by name",
  stops: true,
  laterMounts: true,
};
const withoutGroups = { groups: { unavailableBecause: "there are none" }, uidBase: undefined, canMeasure: true };
const find = (facts: ReturnType<typeof isolationFacts>, name: string) => facts.find(({ what }) => what === name);

test("without control groups watchdogs keep memory and processors", () => {
  const facts = isolationFacts(withoutGroups, { offers: OFFERS });
  expect(facts.filter(({ enforced }) => !enforced).map(({ what }) => what)).toEqual(["user"]);
});

test("of processes that can't be stopped the share of the processors isn't kept without control groups", () => {
  const launcher = { offers: { ...OFFERS, stops: false } };
  expect(find(isolationFacts(withoutGroups, launcher), "cpu")).toEqual({
    what: "cpu",
    enforced: false,
    by: "no watchdog, because the runtime's processes can't be stopped one by one; no quota, because there are none",
  });
  expect(find(isolationFacts(withoutGroups, launcher), "memory")?.enforced).toBe(true);
  const groups = { version: 2, limitsCpu: true, create: () => undefined } as unknown as ControlGroups;
  expect(find(isolationFacts({ ...withoutGroups, groups }, launcher), "cpu")?.enforced).toBe(true);
});

test("a launcher tells by what it keeps a promise itself", () => {
  const facts = isolationFacts(withoutGroups, { offers: OFFERS, isolation: { network: "a network of its own" } });
  expect(find(facts, "network")).toEqual({ what: "network", enforced: true, by: "a network of its own" });
});
