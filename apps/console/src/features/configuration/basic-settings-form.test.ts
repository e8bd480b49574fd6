import { describe, expect, test } from "vitest";
import {
  type BasicSettingsForm,
  basicSettings,
  basicSettingsForm,
  basicSettingsIssues,
  cpuShareText,
  timeoutText,
} from "./basic-settings-form.ts";

const form = (change: Partial<BasicSettingsForm> = {}): BasicSettingsForm => ({
  ...basicSettingsForm({ description: "", memoryMb: 128, ephemeralStorageMb: 512, timeoutSeconds: 3 }),
  ...change,
});

test("settings survive the way into the form and back", () => {
  const settings = { description: "greets", memoryMb: 1769, ephemeralStorageMb: 1024, timeoutSeconds: 754 };
  expect(basicSettingsForm(settings)).toMatchObject({ timeoutMinutes: "12", timeoutSeconds: "34" });
  expect(basicSettings(basicSettingsForm(settings))).toEqual(settings);
});

describe("limits", () => {
  test.each<[Partial<BasicSettingsForm>, string]>([
    [{ memoryMb: "127" }, "memoryMb"],
    [{ memoryMb: "10241" }, "memoryMb"],
    [{ memoryMb: "" }, "memoryMb"],
    [{ memoryMb: "128.5" }, "memoryMb"],
    [{ memoryMb: "1e3" }, "memoryMb"],
    [{ ephemeralStorageMb: "511" }, "ephemeralStorageMb"],
    [{ ephemeralStorageMb: "10241" }, "ephemeralStorageMb"],
    [{ timeoutSeconds: "0" }, "timeoutSeconds"],
    [{ timeoutMinutes: "15", timeoutSeconds: "1" }, "timeoutSeconds"],
    [{ timeoutSeconds: "" }, "timeoutSeconds"],
    [{ timeoutMinutes: "-1", timeoutSeconds: "90" }, "timeoutSeconds"],
    [{ description: "x".repeat(257) }, "description"],
  ])("%o is refused on its field alone", (change, field) => {
    expect(Object.keys(basicSettingsIssues(form(change)))).toEqual([field]);
  });

  test.each<Partial<BasicSettingsForm>>([
    { memoryMb: "10240" },
    { ephemeralStorageMb: "10240" },
    { timeoutMinutes: "15", timeoutSeconds: "0" },
    { timeoutMinutes: "0", timeoutSeconds: "900" },
    { description: "x".repeat(256) },
  ])("%o is accepted", (change) => {
    expect(basicSettingsIssues(form(change))).toEqual({});
  });

  test("the refusal names the range", () => {
    expect(basicSettingsIssues(form({ memoryMb: "1" })).memoryMb).toBe("Enter a whole number from 128 to 10240 MB.");
  });
});

test("a timeout reads as minutes and seconds", () => {
  expect([3, 60, 900].map(timeoutText)).toEqual(["0 min 3 sec", "1 min 0 sec", "15 min 0 sec"]);
});

test("the processor share follows memory, 1769 MB being one", () => {
  expect(["128", "1769", "10240", "12"].map(cpuShareText)).toEqual(["0.07 vCPU", "1 vCPU", "5.79 vCPU", null]);
});
