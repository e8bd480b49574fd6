import { expect, test } from "vitest";
import { FunctionFilterSchema, FunctionListQuerySchema } from "./index.ts";

const accepts = (property: unknown, operator: unknown = "=") =>
  FunctionFilterSchema.safeParse({ operation: "and", tokens: [{ property, operator, value: "x" }] }).success;

test("a filter takes the known properties, tags and free text, nothing else", () => {
  for (const property of ["functionName", "runtime", "tag:team", "tag:a:b/c", undefined]) {
    expect(accepts(property)).toBe(true);
  }
  for (const property of ["environmentVariables", "tag:", "", 1, "functionName; DROP TABLE Function"]) {
    expect(accepts(property)).toBe(false);
  }
  expect(accepts("functionName", "LIKE")).toBe(false);
});

test("a page has 1 to 1,000 rows", () => {
  const query = (size: number, index = 0) =>
    FunctionListQuerySchema.safeParse({ sort: { by: "functionName", descending: false }, page: { index, size } })
      .success;
  expect([query(0), query(1), query(1000), query(1001), query(10, -1)]).toEqual([false, true, true, false, false]);
});
