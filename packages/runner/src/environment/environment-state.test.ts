import { expect, test } from "vitest";
import { assertTransition, type EnvironmentState, NEXT_STATES } from "./environment-state.ts";

test("every state can end, and nothing comes after the end", () => {
  for (const [state, next] of Object.entries(NEXT_STATES)) {
    if (state === "gone") expect(next).toEqual([]);
    else expect(next).toContain("gone");
  }
});

test("a busy environment can't be frozen", () => {
  const move = (from: EnvironmentState, to: EnvironmentState) => () => assertTransition(from, to);
  expect(move("busy", "frozen")).toThrow("An execution environment can't go from busy to frozen.");
  expect(move("idle", "frozen")).not.toThrow();
});
