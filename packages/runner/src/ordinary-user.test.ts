import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { findPython } from "./runtimes/find-python.ts";
import { NODE_DIRECTORY } from "./sandbox/sandbox.fixtures.ts";
import { lowestBarrier } from "./sandbox/staging.ts";
import { quote } from "./sandbox/waiting-shell.ts";

const CHECKOUT = fileURLToPath(new URL("../../..", import.meta.url));
const isRoot = process.geteuid?.() === 0;
/** Needs no entry in /etc/passwd. */
const ORDINARY_USER = 54_321;
const READABLE_BY_OTHERS = 0o004;
const isReadable = (statSync(join(CHECKOUT, "package.json")).mode & READABLE_BY_OTHERS) !== 0;

/** What root's run of the tests has shown already, once more without any right beyond those of a plain user. */
const FILES = [
  "sandbox/bwrap-driver.test.ts",
  "sandbox/oci/oci-driver.test.ts",
  "sandbox/sandbox-listeners.test.ts",
  "sandbox/resource-limits.test.ts",
  "sandbox/host-process.test.ts",
  "runner.nodejs.test.ts",
  "runner.python.test.ts",
  "runner.limits.test.ts",
].map((file) => `packages/runner/src/${file}`);

interface TestResult {
  status: string;
  fullName: string;
  failureMessages: string[];
}

interface Results {
  numPassedTests: number;
  testResults: { name: string; message: string; assertionResults: TestResult[] }[];
}

test.runIf(isRoot && isReadable)(
  "an ordinary user's functions run, and are held, as root's are",
  async () => {
    const home = await mkdtemp(join(tmpdir(), "ordinary-user-"));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    await Promise.all(["checkout", "python", "tmp"].map((name) => mkdir(join(home, name))));
    for (const folder of [home, join(home, "tmp")]) await chown(folder, ORDINARY_USER, ORDINARY_USER);
    await chmod(home, 0o755);
    const python = await findPython("3.12");
    const results = join(home, "tmp/results.json");
    const arguments_ = ["run", "--configLoader", "runner", "--reporter=json", `--outputFile=${results}`, ...FILES];
    const command = [
      ...["setpriv", `--reuid=${ORDINARY_USER}`, `--regid=${ORDINARY_USER}`, "--clear-groups", "--inh-caps=-all"],
      ...[join(NODE_DIRECTORY, "bin/node").replace(CHECKOUT, `${join(home, "checkout")}/`)],
      ...["node_modules/vitest/vitest.mjs", ...arguments_],
    ];
    const mounts = [
      // The same for a checkout in a folder of root's own.
      `mount --rbind ${quote(CHECKOUT)} ${quote(join(home, "checkout"))}`,
      ...(python ? openWay(dirname(dirname(python.binary)), join(home, "python")) : []),
      `cd ${quote(join(home, "checkout"))}`,
    ];
    const line = [...mounts, `exec ${command.map(quote).join(" ")}`].join(" && ");
    const child = spawn("unshare", ["--mount", "--propagation", "slave", "/bin/sh", "-c", line], {
      env: {
        PATH: `${python ? `${dirname(python.binary)}:` : ""}${process.env.PATH}`,
        HOME: home,
        TMPDIR: join(home, "tmp"),
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaint = "";
    child.stderr.on("data", (chunk) => (complaint += chunk));
    onTestFinished(() => void child.kill());
    await once(child, "close");
    expect(readResults(results), complaint).toMatchObject({ failed: [] });
    expect(readResults(results).passed).toBeGreaterThan(100);
  },
  600_000,
);

/** Shell that makes a folder that only root reaches reachable to all, at its own path; everything beside it is gone. */
function openWay(folder: string, aside: string): string[] {
  const barrier = lowestBarrier(folder);
  if (barrier === undefined) return [];
  return [
    `mount --bind ${quote(folder)} ${quote(aside)}`,
    `mount -t tmpfs -o mode=755 tmpfs ${quote(barrier)}`,
    `mkdir -p ${quote(folder)}`,
    `mount --bind ${quote(aside)} ${quote(folder)}`,
  ];
}

function readResults(file: string): { passed: number; failed: string[] } {
  const { numPassedTests, testResults } = JSON.parse(readFileSync(file, "utf8")) as Results;
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => [fullName, ...failureMessages].join("\n"));
    return message === "" || tests.length > 0 ? tests : [`${name}: ${message}`];
  });
  return { passed: numPassedTests, failed };
}
