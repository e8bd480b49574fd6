import { describe, expect, test } from "vitest";
import { variableThatRunsCodeEarly } from "./early-code.ts";
import { standardVariables } from "./process-environment.ts";

const node = (environmentVariables: Record<string, string>) =>
  variableThatRunsCodeEarly({ runtime: "nodejs22.x", environmentVariables });
const python = (environmentVariables: Record<string, string>) =>
  variableThatRunsCodeEarly({ runtime: "python3.12", environmentVariables });

describe("a variable that runs code before the bootstrap", () => {
  test.each([
    "--require ./a.js",
    "--require=./a.js",
    "-r ./a.js",
    "-r./a.js",
    "--import ./a.mjs",
    "--loader=./a.mjs",
    "--experimental-loader ./a.mjs",
    "--env-file=/var/task/.env",
    "--experimental-config-file=/var/task/node.config.json",
    "--openssl-config=/var/task/a.cnf",
    "--openssl-shared-config",
    "--inspect-brk=0.0.0.0:9229",
    "--max-old-space-size=100\n--require=/var/task/a.js",
    '"--require" /var/task/a.js',
    "--snapshot-blob=/var/task/a.blob",
    "--diagnostic-dir=/tmp",
    "anything",
  ])("is NODE_OPTIONS=%s", (options) => expect(node({ NODE_OPTIONS: options })).toBe("NODE_OPTIONS"));

  test.each([
    "",
    "  ",
    "--max-old-space-size=1000 --max-semi-space-size=16",
    "--enable-source-maps",
    "--no-warnings --stack-trace-limit=50",
    "--unhandled-rejections=strict",
    "--dns-result-order=ipv4first",
  ])("isn't NODE_OPTIONS=%s", (options) => expect(node({ NODE_OPTIONS: options })).toBeUndefined());

  test("is one of the dynamic loader, unless it says what is so anyway", () => {
    const { LD_LIBRARY_PATH } = standardVariables({ runtime: "nodejs22.x" });
    expect(node({ LD_PRELOAD: "/opt/lib/a.so" })).toBe("LD_PRELOAD");
    expect(python({ LD_LIBRARY_PATH: "/opt/lib" })).toBe("LD_LIBRARY_PATH");
    expect(node({ LD_LIBRARY_PATH: LD_LIBRARY_PATH!, LD_PRELOAD: "" })).toBeUndefined();
  });

  test("is one of Python's that names modules", () => {
    expect(python({ PYTHONPATH: "/var/task/lib" })).toBe("PYTHONPATH");
    expect(python({ PYTHONWARNINGS: "error::a.Warning" })).toBe("PYTHONWARNINGS");
    expect(python({ PYTHONWARNINGS: "ignore", PYTHONUTF8: "1", PYTHONOPTIMIZE: "1" })).toBeUndefined();
  });

  test("is none that the other interpreter would read, or that is set when the function is known", () => {
    expect(node({ PYTHONPATH: "/var/task", NODE_PATH: "/var/task", PATH: "/var/task" })).toBeUndefined();
    expect(python({ NODE_OPTIONS: "--require a" })).toBeUndefined();
  });
});
