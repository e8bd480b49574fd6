import type { RunnerStatus } from "@lambent/runner";
import { expect, test } from "vitest";
import { banner } from "./banner.ts";

const STATUS: RunnerStatus = {
  driver: "bwrap",
  unsafe: false,
  isolation: [
    { what: "network", enforced: true, by: "a network namespace" },
    { what: "cpu", enforced: false, by: "no control groups can be written" },
  ],
  runtimes: [
    { runtime: "nodejs20.x", architecture: "x86_64", available: true, version: "20.20.2" },
    { runtime: "nodejs20.x", architecture: "arm64", available: false, reason: "No arm64 here.", remedy: "Get one." },
    { runtime: "nodejs22.x", architecture: "arm64", available: false, reason: "No arm64 here.", remedy: "Get one." },
    { runtime: "python3.12", architecture: "x86_64", available: false, reason: "No Python.", remedy: "Install it." },
  ],
  internetAccess: { available: true },
  environments: [],
  spares: [],
};
const print = (status: RunnerStatus) =>
  banner({
    url: "http://127.0.0.1:4510",
    awsUrl: "http://127.0.0.1:4566",
    version: "1.2.3",
    dataDirectory: "/data",
    status,
  });

test("says where, with what isolation, what runs, and how to get what doesn't", () => {
  expect(print(STATUS).trim().split("\n")).toEqual([
    "Lambent 1.2.3 is ready",
    "",
    "  Console   http://127.0.0.1:4510",
    "  AWS API   http://127.0.0.1:4566 (for a shell: npx -y pnpm@12 -s aws-env)",
    "  Data      /data",
    "  Sandbox   bwrap: isolates network",
    "            not enforced: cpu (no control groups can be written)",
    "  Runtimes  nodejs20.x (20.20.2)",
    "            not here: nodejs20.x on arm64, nodejs22.x on arm64. No arm64 here. Get one.",
    "            not here: python3.12. No Python. Install it.",
    "",
    "  Stop with Ctrl+C.",
  ]);
});

test("names a runtime of the machine's own only where it is there, and what is special about one", () => {
  const { runtimes } = STATUS;
  const notFound = { available: false, reason: "No Python.", remedy: "Install it." };
  const text = print({
    ...STATUS,
    runtimes: [
      ...runtimes.slice(0, 1),
      { runtime: "python3.14", architecture: "x86_64", ...notFound },
      { runtime: "python3.13", architecture: "x86_64", available: true, version: "3.13.0" },
      { runtime: "python3.12", architecture: "x86_64", available: true, version: "3.12.7", note: "Runs in Pyodide." },
    ],
  });
  expect(text).toContain("  Runtimes  nodejs20.x (20.20.2), python3.13 (3.13.0), python3.12 (3.12.7)\n");
  expect(text).toContain("            python3.12 (3.12.7): Runs in Pyodide.\n");
  expect(text).not.toContain("python3.14");
});

test("tells once what is special about several", () => {
  const note = "No port leads out.";
  const runtimes = (["nodejs22.x", "python3.12"] as const).map((runtime) => {
    return { runtime, architecture: "x86_64", available: true, version: "1.2.3", note } as const;
  });
  expect(print({ ...STATUS, runtimes })).toContain(
    "            nodejs22.x (1.2.3), python3.12 (1.2.3): No port leads out.\n",
  );
});

test("without a sandbox it says so in the plainest words", () => {
  expect(print({ ...STATUS, driver: "unsafe-process", unsafe: true })).toContain(
    "Sandbox   NONE (unsafe-process): functions run as your own user",
  );
});
