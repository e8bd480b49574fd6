import { expect, test } from "vitest";
import { withoutListeners } from "./without-listeners.ts";

test("where sandboxes hand their listeners over there is nothing to tell", () => {
  expect(withoutListeners({ offersListeners: true, runtime: "runc" })).toBeUndefined();
});

test("of a runtime that lets no port out, custom runtimes are refused and all others noted, by its name", () => {
  const { refusal, note } = withoutListeners({ offersListeners: false, runtime: "runsc" })!;
  expect(refusal.reason).toMatch(/Custom runtimes .* none leads out of a sandbox of runsc/);
  expect(refusal.remedy).toContain("bwrap");
  expect(note).toMatch(/sandbox of runsc: functions find no AWS endpoint and no credentials inside/);
});

test("of plain processes custom runtimes are refused", () => {
  expect(withoutListeners({ offersListeners: false })?.refusal.reason).toContain("plain processes");
});
