import { expect, test } from "vitest";
import { reservableConcurrency } from "./index.ts";

test("a function may reserve what leaves 100 to the others, its own reservation counted as free", () => {
  expect(reservableConcurrency(1000, {})).toBe(900);
  expect(reservableConcurrency(600, { reservedConcurrentExecutions: 300 })).toBe(800);
  expect(reservableConcurrency(100, { reservedConcurrentExecutions: 900 })).toBe(900);
});

test("where too little is unreserved already, a reservation can be kept and lowered, and 0 is always in order", () => {
  expect(reservableConcurrency(20, { reservedConcurrentExecutions: 30 })).toBe(30);
  expect(reservableConcurrency(50, {})).toBe(0);
});
