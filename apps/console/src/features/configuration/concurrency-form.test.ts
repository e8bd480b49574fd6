import { describe, expect, test } from "vitest";
import {
  concurrencyForm,
  concurrencyIssue,
  concurrencyOf,
  concurrencyText,
  unreservedAfter,
} from "./concurrency-form.ts";

const reserving = (reserved: string) => ({ reserve: true, reserved });
const of = (reservedConcurrentExecutions: number) => ({ reservedConcurrentExecutions });

test("concurrency survives the way into the form and back, 0 included", () => {
  for (const concurrency of [{}, of(0), of(250)])
    expect(concurrencyOf(concurrencyForm(concurrency))).toEqual(concurrency);
});

test("a number that was typed and then not chosen isn't saved", () => {
  expect(concurrencyOf({ reserve: false, reserved: "5" })).toEqual({});
  expect(concurrencyIssue({ reserve: false, reserved: "many" }, {}, 1000)).toBeUndefined();
});

describe("the rule of 100", () => {
  const REFUSAL = "The unreserved account concurrency can't go below 100.";

  test("holds for what is free now and what the function has itself", () => {
    expect(concurrencyIssue(reserving("900"), {}, 1000)).toBeUndefined();
    expect(concurrencyIssue(reserving("901"), {}, 1000)).toBe(REFUSAL);
    expect(concurrencyIssue(reserving("900"), of(400), 600)).toBeUndefined();
    expect(concurrencyIssue(reserving("901"), of(400), 600)).toBe(REFUSAL);
  });

  test("never stands against 0 or against less than there is", () => {
    expect(concurrencyIssue(reserving("0"), {}, 20)).toBeUndefined();
    expect(concurrencyIssue(reserving("30"), of(40), 20)).toBeUndefined();
  });

  test("waits for the account's figure", () => {
    expect(concurrencyIssue(reserving("5000"), {}, undefined)).toBeUndefined();
  });
});

test.each(["", "-1", "1.5", "1e2", "five", "9999999999"])("%j is no concurrency", (text) => {
  expect(concurrencyIssue(reserving(text), {}, 1000)).toBe("Enter a whole number, 0 or more.");
});

test("what stays for the others is told while one types, and not for what would be refused", () => {
  expect(unreservedAfter(reserving("250"), {}, 1000)).toBe(750);
  expect(unreservedAfter(reserving("250"), of(400), 600)).toBe(750);
  expect(unreservedAfter({ reserve: false, reserved: "" }, of(400), 600)).toBe(1000);
  expect(unreservedAfter(reserving("901"), {}, 1000)).toBeNull();
  expect(unreservedAfter(reserving("1"), {}, undefined)).toBeNull();
});

test("a function without a reservation reads as the radio button that says so", () => {
  expect([{}, of(0), of(7)].map(concurrencyText)).toEqual(["Use unreserved account concurrency", "0", "7"]);
});
