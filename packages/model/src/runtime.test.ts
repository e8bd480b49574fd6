import { expect, test } from "vitest";
import { isOffered, RUNTIME_IDS, RUNTIMES, type RuntimeAvailability, runtimeNote } from "./index.ts";

const HOST: RuntimeAvailability[] = [
  { runtime: "python3.14", architecture: "x86_64", available: false, reason: "not found", remedy: "install it" },
  { runtime: "python3.13", architecture: "x86_64", available: true, version: "3.13.0" },
  { runtime: "python3.12", architecture: "x86_64", available: false, reason: "not here", remedy: "elsewhere" },
  { runtime: "python3.12", architecture: "arm64", available: true, version: "3.12.7", note: "Not quite the real one." },
];

test("what only the machine can bring is offered where it has it; all else always", () => {
  expect(RUNTIME_IDS.filter((id) => !isOffered(HOST, id))).toEqual(["python3.14"]);
  expect(RUNTIME_IDS.filter((id) => !isOffered([], id))).toEqual(["python3.14", "python3.13"]);
});

test("a runtime that differs from the real one says how, where it runs", () => {
  expect(runtimeNote(HOST, "python3.12")).toBe("Not quite the real one.");
  expect(runtimeNote(HOST, "python3.13")).toBeUndefined();
});

test("each family's latest runtime is one alone, and the first of its family", () => {
  for (const family of ["nodejs", "python"] as const) {
    const ids = RUNTIME_IDS.filter((id) => RUNTIMES[id].family === family);
    expect(ids.filter((id) => RUNTIMES[id].group === "latest")).toEqual(ids.slice(0, 1));
  }
});
