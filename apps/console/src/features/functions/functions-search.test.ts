import { expect, test } from "vitest";
import { parseFunctionsSearch } from "./functions-search.ts";

test("a place in the list is read back as it was written", () => {
  const place = {
    filter: {
      operation: "or" as const,
      tokens: [
        { property: "tag:team" as const, operator: "=" as const, value: "" },
        { operator: ":" as const, value: "mail" },
      ],
    },
    sort: "runtime" as const,
    descending: true,
    page: 3,
  };
  expect(parseFunctionsSearch(JSON.parse(JSON.stringify(place)))).toEqual(place);
});

test("what can't be read is left out, and the rest still counts", () => {
  expect(
    parseFunctionsSearch({
      filter: {
        operation: "xor",
        tokens: [
          { operator: "~", value: "a" },
          { property: "secret", operator: "=", value: "a" },
          { operator: ":", value: "b" },
          null,
        ],
      },
      sort: "colour",
      descending: "yes",
      page: -1,
      unknown: true,
    }),
  ).toEqual({ filter: { operation: "and", tokens: [{ operator: ":", value: "b" }] } });
  expect(parseFunctionsSearch({ filter: "nonsense", page: 1.5 })).toEqual({});
});
