import { expect, test } from "vitest";
import { basicDateTime, epochOf } from "./signature-parameters.ts";

test.each(["20260304T050607Z", "20240229T235959Z", "19700101T000000Z"])("%s is the time that it says", (dateTime) => {
  expect(basicDateTime(epochOf(dateTime))).toBe(dateTime);
});

test.each(["20260431T000000Z", "20260230T000000Z", "20261301T000000Z", "20260304T250000Z"])("%s is no time", (text) => {
  expect(epochOf(text)).toBeNaN();
});
