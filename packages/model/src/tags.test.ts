import { describe, expect, test } from "vitest";
import { TagsSchema, tagIssues } from "./index.ts";

function refusals(tags: unknown): string[] {
  const result = TagsSchema.safeParse(tags);
  return result.success ? [] : result.error.issues.map((issue) => issue.message);
}

const numbered = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));

describe("tags", () => {
  test("are taken at every limit", () => {
    expect(refusals(numbered(50))).toEqual([]);
    expect(refusals({ ["k".repeat(128)]: "v".repeat(256) })).toEqual([]);
    expect(refusals({ "Kösten stelle_.:/=+-@": "日本 1" })).toEqual([]);
  });

  test("are refused beyond every limit", () => {
    expect(refusals(numbered(51))).toEqual(["Number of tags exceeds resource tag limit."]);
    expect(refusals({ ["k".repeat(129)]: "" })[0]).toContain("length less than or equal to 128");
    expect(refusals({ k: "v".repeat(257) })[0]).toContain("length less than or equal to 256");
    expect(refusals({ "": "v" })[0]).toContain("length greater than or equal to 1");
    expect(refusals({ "a<b": "" })[0]).toContain("regular expression pattern");
    expect(refusals({ k: "a\nb" })[0]).toContain("regular expression pattern");
    expect(refusals({ "AWS:x": "v" })[0]).toContain("reserved for system use");
  });

  test("in a form are checked row by row", () => {
    const rows = [
      { key: "team", value: "a" },
      { key: " ", value: "a" },
      { key: "aws:x", value: "a" },
      { key: "team", value: "b" },
      { key: "ok", value: "v".repeat(257) },
    ];
    expect(tagIssues(rows).map(({ row }) => row)).toEqual([1, 2, 3, 4]);
    expect(
      tagIssues([
        { key: "Team", value: "" },
        { key: "team", value: "" },
      ]),
    ).toEqual([]);
    expect(tagIssues(Object.keys(numbered(51)).map((key) => ({ key, value: "" })))).toEqual([
      { row: null, message: "A function can have up to 50 tags." },
    ]);
  });
});
