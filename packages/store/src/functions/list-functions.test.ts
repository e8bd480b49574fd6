import type { FilterOperator, FunctionFilter, FunctionFilterToken, FunctionListQuery } from "@lambent/model";
import { FILTER_OPERATORS, FUNCTION_SORT_KEYS, RUNTIMES } from "@lambent/model";
import { describe, expect, test } from "vitest";
import type { FunctionRecord } from "../index.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const FUNCTIONS: FunctionRecord[] = [
  functionRecord({
    functionName: "alpha",
    description: "Takes Orders",
    runtime: "nodejs22.x",
    tags: { team: "Blue", env: "prod" },
    lastModified: "2026-01-03T00:00:00.000Z",
  }),
  functionRecord({
    functionName: "Beta",
    description: "100% ÄRGER_frei",
    runtime: "python3.12",
    tags: { team: "red" },
    lastModified: "2026-01-01T00:00:00.000Z",
  }),
  functionRecord({
    functionName: "gamma-orders",
    description: "",
    runtime: "nodejs20.x",
    architecture: "arm64",
    tags: { env: "" },
    lastModified: "2026-01-02T00:00:00.000Z",
  }),
  functionRecord({
    functionName: "ALPHA",
    description: 'it\'s "quoted"; --',
    runtime: "nodejs22.x",
    tags: { team: "bluebird", Team: "x" },
    lastModified: "2026-01-03T00:00:00.000Z",
  }),
  functionRecord({
    functionName: "delta_x",
    description: "a\\b [x] %_",
    runtime: "nodejs24.x",
    lastModified: "2025-12-31T00:00:00.000Z",
  }),
];

async function storeOfFunctions() {
  const store = await temporaryStore();
  for (const record of FUNCTIONS) await store.functions.create(record);
  await store.functions.create(
    functionRecord({ scope: { ...SCOPE, region: "eu-west-1" }, functionName: "elsewhere", tags: { team: "far" } }),
  );
  return store;
}

const ALL: FunctionListQuery = { sort: { by: "functionName", descending: false }, page: { index: 0, size: 50 } };

/** What the filter means, written down a second time without SQL. */
function meaning(filter: FunctionFilter, record: FunctionRecord): boolean {
  const holds = (token: FunctionFilterToken) => {
    const positive = token.operator.replace("!", "") as FilterOperator;
    const texts = textsOf(record, token, positive);
    const value = token.value.toLowerCase();
    const found = texts.some((text) => {
      const folded = text.toLowerCase();
      if (positive === "=") return folded === value;
      return positive === ":" ? folded.includes(value) : folded.startsWith(value);
    });
    return found !== token.operator.startsWith("!");
  };
  return filter.operation === "and" ? filter.tokens.every(holds) : filter.tokens.some(holds);
}

function textsOf(record: FunctionRecord, { property, value }: FunctionFilterToken, operator: FilterOperator): string[] {
  if (property === undefined) return [record.functionName, record.description];
  if (property === "runtime") return [record.runtime, RUNTIMES[record.runtime].label];
  if (property.startsWith("tag:")) {
    const tag = record.tags[property.slice(4)];
    if (tag === undefined) return [];
    return operator === "=" && value === "" ? [""] : [tag];
  }
  return [record[property as "functionName" | "description" | "architecture" | "packageType"]];
}

describe("a filter", () => {
  test("finds exactly what it means, for every property and operator", async () => {
    const { functions } = await storeOfFunctions();
    const properties = [
      "functionName",
      "description",
      "runtime",
      "architecture",
      "packageType",
      "tag:team",
      "tag:env",
      "tag:Team",
      "tag:none",
      undefined,
    ] as const;
    const values = [
      "",
      "a",
      "ALPHA",
      "order",
      "blue",
      "ärger",
      "%",
      "_",
      "'",
      '"',
      "\\",
      "node.js 22.x",
      "nodejs22.x",
      "python",
      "zip",
      "arm",
      "prod",
      "--",
    ];
    for (const property of properties) {
      for (const operator of FILTER_OPERATORS) {
        for (const value of values) {
          const filter: FunctionFilter = { operation: "and", tokens: [{ property, operator, value }] };
          const { items, total } = await functions.list(SCOPE, { ...ALL, filter });
          const expected = FUNCTIONS.filter((record) => meaning(filter, record)).map(
            ({ functionName }) => functionName,
          );
          expect(items.map(({ functionName }) => functionName).sort(), JSON.stringify(filter)).toEqual(expected.sort());
          expect(total).toBe(expected.length);
        }
      }
    }
  });

  test("joins its conditions by and or by or", async () => {
    const { functions } = await storeOfFunctions();
    const tokens: FunctionFilterToken[] = [
      { property: "runtime", operator: "=", value: "nodejs22.x" },
      { property: "tag:team", operator: "=", value: "Blue" },
      { operator: ":", value: "alpha" },
    ];
    for (const operation of ["and", "or"] as const) {
      const { items } = await functions.list(SCOPE, { ...ALL, filter: { operation, tokens } });
      const expected = FUNCTIONS.filter((record) => meaning({ operation, tokens }, record));
      expect(items.map(({ functionName }) => functionName).sort()).toEqual(
        expected.map(({ functionName }) => functionName).sort(),
      );
    }
    expect((await functions.list(SCOPE, { ...ALL, filter: { operation: "or", tokens: [] } })).total).toBe(5);
  });

  test("may have fifty conditions", async () => {
    const { functions } = await storeOfFunctions();
    const tokens = Array.from({ length: 50 }, () => ({ property: "tag:team", operator: "=", value: "blue" }) as const);
    expect((await functions.list(SCOPE, { ...ALL, filter: { operation: "and", tokens } })).total).toBe(1);
  });
});

describe("sorting", () => {
  test("by name ignores case, and equal names keep one order", async () => {
    const { functions } = await storeOfFunctions();
    const { items } = await functions.list(SCOPE, ALL);
    expect(items.map(({ functionName }) => functionName)).toEqual([
      "ALPHA",
      "alpha",
      "Beta",
      "delta_x",
      "gamma-orders",
    ]);
  });

  test("by any column, in either direction, goes through pages without gap or double", async () => {
    const { functions } = await storeOfFunctions();
    for (const by of FUNCTION_SORT_KEYS) {
      for (const descending of [false, true]) {
        const list = async (index: number, size: number) =>
          (await functions.list(SCOPE, { sort: { by, descending }, page: { index, size } })).items;
        const whole = await list(0, 50);
        expect([...(await list(0, 2)), ...(await list(1, 2)), ...(await list(2, 2)), ...(await list(3, 2))]).toEqual(
          whole,
        );
        const keys = whole.map((item) => item[by].toLowerCase());
        const sorted = [...keys].sort();
        expect(keys).toEqual(descending ? sorted.reverse() : sorted);
      }
    }
  });
});

test("a row carries its tags and shows nothing secret; the total counts all pages", async () => {
  const { functions } = await storeOfFunctions();
  const { items, total } = await functions.list(SCOPE, { ...ALL, page: { index: 1, size: 1 } });
  expect(total).toBe(5);
  expect(items).toEqual([
    {
      functionName: "alpha",
      functionArn: "arn:aws:lambda:us-east-1:123456789012:function:alpha",
      description: "Takes Orders",
      packageType: "Zip",
      runtime: "nodejs22.x",
      architecture: "x86_64",
      codeSizeBytes: 100,
      memoryMb: 128,
      timeoutSeconds: 3,
      lastModified: "2026-01-03T00:00:00.000Z",
      tags: { team: "Blue", env: "prod" },
    },
  ]);
  expect(await functions.list(SCOPE, { ...ALL, page: { index: 9, size: 50 } })).toEqual({ items: [], total: 5 });
});

test("tag keys come with their values, both sorted, of this scope only", async () => {
  const { functions } = await storeOfFunctions();
  expect(await functions.tagKeys(SCOPE)).toEqual([
    { key: "Team", values: ["x"] },
    { key: "env", values: ["", "prod"] },
    { key: "team", values: ["Blue", "bluebird", "red"] },
  ]);
  expect(await functions.tagKeys({ accountId: "000000000000", region: "us-east-1" })).toEqual([]);
});
