import { expect, test } from "vitest";
import { ARN } from "./async-lambda.fixture.ts";
import { extendLineage } from "./lineage.ts";

test("each run of a function is counted, those of others stay", () => {
  const first = extendLineage(undefined, `${ARN}a`);
  expect(first).toEqual({ text: expect.stringMatching(/^[0-9a-f]{8}:1$/), count: 1 });
  const second = extendLineage(first.text, `${ARN}b`);
  expect(second).toEqual({ text: expect.stringMatching(/^[0-9a-f]{8}:1\|[0-9a-f]{8}:1$/), count: 1 });
  expect(extendLineage(second.text, `${ARN}a`)).toMatchObject({ count: 2 });
});

test.each(["", "|||", "nonsense", "a:1", "0123abcd:-1", "0123abcd:1:2", "x".repeat(1_000_000)])(
  "what can't be read of a chain is left out: %.20s",
  (text) => {
    expect(extendLineage(text, `${ARN}a`).text).toMatch(/^[0-9a-f]{8}:1$/);
  },
);

test("the text stays short, however many functions took part", () => {
  let lineage: string | undefined;
  for (let index = 0; index < 200; index++) lineage = extendLineage(lineage, `${ARN}f${index}`).text;
  expect(lineage?.split("|")).toHaveLength(33);
});
