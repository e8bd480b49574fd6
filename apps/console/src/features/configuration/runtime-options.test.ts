import type { RuntimeAvailability, RuntimeId } from "@lambent/model";
import { expect, test } from "vitest";
import { architectureOptions, reasonAgainst, runtimeOptions } from "./runtime-options.ts";

const availability: RuntimeAvailability[] = [
  { runtime: "nodejs20.x", architecture: "x86_64", available: true, version: "20.20.2" },
  {
    runtime: "python3.12",
    architecture: "x86_64",
    available: false,
    reason: "No Python 3.12 was found.",
    remedy: "Install it.",
  },
  { runtime: "nodejs20.x", architecture: "arm64", available: false, reason: "qemu-aarch64 was not found." },
];

test("a runtime that can't run here stays in the list with its reason and remedy", () => {
  const python = runtimeOptions(availability, "x86_64", "nodejs20.x").find(({ value }) => value === "python3.12");
  expect(python).toEqual({
    value: "python3.12",
    label: "Python 3.12",
    disabledReason: "No Python 3.12 was found. Install it.",
  });
});

test("the runtime in use can always be kept", () => {
  const python = runtimeOptions(availability, "x86_64", "python3.12").find(({ value }) => value === "python3.12");
  expect(python?.disabledReason).toBeUndefined();
});

test("a runtime that only the machine can bring is listed where it is there, or in use", () => {
  const values = (known: RuntimeAvailability[], current: RuntimeId) =>
    runtimeOptions(known, "x86_64", current).map(({ value }) => value);
  expect(values(availability, "nodejs20.x")).not.toContain("python3.13");
  expect(values(availability, "python3.13")).toContain("python3.13");
  const found = { runtime: "python3.13", architecture: "x86_64", available: true, version: "3.13.0" } as const;
  expect(values([...availability, found], "nodejs20.x")).toContain("python3.13");
});

test("an architecture is refused for the runtime that can't run on it", () => {
  expect(architectureOptions(availability, "nodejs20.x", "x86_64")).toEqual([
    { value: "x86_64", label: "x86_64", disabledReason: undefined },
    { value: "arm64", label: "arm64", disabledReason: "qemu-aarch64 was not found." },
  ]);
});

test("what the server said nothing about isn't refused", () => {
  expect(reasonAgainst([], "nodejs24.x", "arm64")).toBeUndefined();
});
