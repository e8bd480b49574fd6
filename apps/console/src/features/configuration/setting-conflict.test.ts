import type { FunctionConfiguration } from "@lambent/model";
import { expect, test } from "vitest";
import { changedSettings, rebase, settingConflicts } from "./setting-conflict.ts";

const base = {
  description: "",
  memoryMb: 128,
  timeoutSeconds: 3,
  environmentVariables: { MODE: "a", TOKEN: "t" },
} as unknown as FunctionConfiguration;

test("only what was changed is sent", () => {
  expect(changedSettings(base, { description: "", memoryMb: 256, timeoutSeconds: 3 })).toEqual({ memoryMb: 256 });
  expect(changedSettings(base, { environmentVariables: { TOKEN: "t", MODE: "a" } })).toEqual({});
  expect(changedSettings(base, { environmentVariables: { MODE: "a" } })).toEqual({
    environmentVariables: { MODE: "a" },
  });
});

test("a change elsewhere of another setting is no conflict", () => {
  expect(settingConflicts(base, { ...base, timeoutSeconds: 60 }, { memoryMb: 256 })).toEqual([]);
});

test("the same change made twice is no conflict", () => {
  expect(settingConflicts(base, { ...base, memoryMb: 256 }, { memoryMb: 256 })).toEqual([]);
});

test("two different changes of one setting show both sides", () => {
  expect(settingConflicts(base, { ...base, timeoutSeconds: 60 }, { timeoutSeconds: 90 })).toEqual([
    { label: "Timeout", saved: "1 min 0 sec", mine: "1 min 30 sec" },
  ]);
});

const withVariables = (environmentVariables: Record<string, string>) => ({ ...base, environmentVariables });

test("variables changed on different keys are merged, so nothing is lost", () => {
  const latest = withVariables({ MODE: "a", TOKEN: "t", ADDED: "elsewhere" });
  const patch = { environmentVariables: { MODE: "b", MINE: "x" } };
  expect(settingConflicts(base, latest, patch)).toEqual([]);
  expect(rebase(base, latest, patch).environmentVariables).toEqual({ MODE: "b", MINE: "x", ADDED: "elsewhere" });
});

test("a variable changed here and removed elsewhere is a conflict, told without values", () => {
  const conflicts = settingConflicts(base, withVariables({ TOKEN: "t" }), {
    environmentVariables: { MODE: "hush", TOKEN: "t" },
  });
  expect(conflicts).toEqual([{ label: "MODE", saved: "removed", mine: "changed" }]);
});

test("a variable added on both sides with different values is a conflict", () => {
  const patch = { environmentVariables: { ...base.environmentVariables, NEW: "mine" } };
  expect(settingConflicts(base, withVariables({ ...base.environmentVariables, NEW: "other" }), patch)).toEqual([
    { label: "NEW", saved: "added", mine: "added" },
  ]);
});
