import { describe, expect, test } from "vitest";
import { EnvironmentVariablesSchema, environmentSizeBytes, environmentVariableIssues, parseDotEnv } from "./index.ts";

function refusals(variables: unknown): string[] {
  const result = EnvironmentVariablesSchema.safeParse(variables);
  return result.success ? [] : result.error.issues.map((issue) => issue.message);
}

/** One variable whose compact JSON has exactly this many bytes. */
const ofSize = (bytes: number) => ({ KEY: "v".repeat(bytes - '{"KEY":""}'.length) });

describe("environment variables", () => {
  test("are taken up to 4,096 bytes of compact JSON", () => {
    expect(environmentSizeBytes(ofSize(4096))).toBe(4096);
    expect(refusals(ofSize(4096))).toEqual([]);
    expect(refusals(ofSize(4097))).toEqual([
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(ofSize(4097))}`,
    ]);
  });

  test("are measured in bytes, not characters", () => {
    expect(refusals({ KEY: "€".repeat(1365) })[0]).toContain("exceeded the 4KB limit");
  });

  test("name every reserved key that was used", () => {
    expect(refusals({ AWS_REGION: "x", OK_KEY: "1", _HANDLER: "y" })).toEqual([
      "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION, _HANDLER",
    ]);
  });

  test.each(["PATH", "LANG", "TZ", "NODE_OPTIONS", "AWS_XRAY_DAEMON_ADDRESS", "constructor"])("may set %s", (key) => {
    expect(refusals({ [key]: "x" })).toEqual([]);
  });

  test.each(["A", "1AB", "A-B", "_AB", "", "A B", "A=B", "ÄB"])(
    "refuse the key %j without printing its value",
    (key) => {
      const [message] = refusals({ [key]: "secret-value" });
      expect(message).toContain("Map keys must satisfy constraint");
      expect(message).not.toContain("secret-value");
    },
  );

  test("refuse a NUL character, which would end the value in the process", () => {
    expect(refusals({ KEY: "a\0b" })).toHaveLength(1);
  });

  test("must be text", () => {
    expect(refusals({ KEY: 1 })).not.toEqual([]);
  });
});

describe("the form's issues", () => {
  test("point at the row, the later one of a double", () => {
    const rows = [
      { key: "GOOD", value: "1" },
      { key: "", value: "2" },
      { key: "A", value: "3" },
      { key: "1AB", value: "4" },
      { key: "A-B", value: "5" },
      { key: "AWS_REGION", value: "6" },
      { key: "GOOD", value: "7" },
    ];
    expect(environmentVariableIssues(rows).map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(environmentVariableIssues(rows)[5]?.message).toBe("'GOOD' is used twice. Each key must be unique.");
  });

  test("about the total size belong to no row and say how much there is", () => {
    const rows = Object.entries(ofSize(5000)).map(([key, value]) => ({ key, value }));
    expect(environmentVariableIssues(rows)).toEqual([
      { row: null, message: expect.stringContaining("exceeded the 4KB limit: 5000 of 4096 bytes.") },
    ]);
  });

  test("are none for rows that the schema takes", () => {
    expect(environmentVariableIssues([{ key: "AB", value: "" }])).toEqual([]);
  });
});

describe("a .env text", () => {
  test("gives its rows in order: plain, exported, quoted, commented", () => {
    const text = [
      "\uFEFF# head",
      "PLAIN=value",
      "  export EXPORTED = spaced out  ",
      "EMPTY=",
      "COMMENTED=abc # not this",
      "HASH=a#b",
      "ONLY_COMMENT= # nothing",
      `DOUBLE="a # b \\n \\"c\\" $HOME"`,
      "SINGLE='raw \\n $HOME'",
      "BACK=`mixed \"'`",
      'TRAILING="x" # fine',
      "EQUALS=a=b==",
      "",
    ].join("\r\n");
    expect(parseDotEnv(text)).toEqual({
      problems: [],
      rows: [
        { key: "PLAIN", value: "value" },
        { key: "EXPORTED", value: "spaced out" },
        { key: "EMPTY", value: "" },
        { key: "COMMENTED", value: "abc" },
        { key: "HASH", value: "a#b" },
        { key: "ONLY_COMMENT", value: "" },
        { key: "DOUBLE", value: 'a # b \n "c" $HOME' },
        { key: "SINGLE", value: "raw \\n $HOME" },
        { key: "BACK", value: "mixed \"'" },
        { key: "TRAILING", value: "x" },
        { key: "EQUALS", value: "a=b==" },
      ],
    });
  });

  test("may span lines inside quotes", () => {
    expect(parseDotEnv('KEY="-----BEGIN\nabc\n-----END"\nNEXT=1').rows).toEqual([
      { key: "KEY", value: "-----BEGIN\nabc\n-----END" },
      { key: "NEXT", value: "1" },
    ]);
  });

  test("names the lines that it could not read and keeps the others", () => {
    expect(parseDotEnv(`GOOD=1\nnonsense\nBAD="x" y\nOPEN='never\nAFTER=2`)).toEqual({
      rows: [
        { key: "GOOD", value: "1" },
        { key: "AFTER", value: "2" },
      ],
      problems: [
        { line: 2, message: "Expected KEY=value." },
        { line: 3, message: 'Unexpected text after the closing " of BAD.' },
        { line: 4, message: "The ' that opens the value of OPEN is never closed." },
      ],
    });
  });

  test("keeps doubles, so that the form can show them", () => {
    expect(parseDotEnv("A1=x\nA1=y").rows).toHaveLength(2);
  });
});
