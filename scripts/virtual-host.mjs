// `node scripts/virtual-host.mjs [--architecture x86_64|arm64] [--as RUN]… [TEST FILE…]`: the runner's tests on a Debian with
// systemd and cgroup v2 alone, in a virtual machine: as root, as root in a unit that isn't delegated, and as an ordinary user
// with delegated groups. Needs root, debootstrap, cpio, e2fsprogs and a qemu-system; emulates the processor and so takes some
// 30 minutes. No part of `pnpm test`.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findOnPath } from "./steps/operating-system-packages.mjs";
import { endWith, StopWithAdvice, step } from "./steps/progress.mjs";
import { inRepository } from "./steps/repository.mjs";
import { ARCHITECTURES } from "./virtual-host/architectures.mjs";
import { boot, makeDisk, makeSystem } from "./virtual-host/machine.mjs";

const TESTS = [
  "bwrap-driver.test.ts",
  "oci/oci-driver.test.ts",
  "resource-limits.test.ts",
  "host-process.test.ts",
  "hostile/bombs.test.ts",
].map((name) => `packages/runner/src/sandbox/${name}`);
/** Who runs which of them; what systemd does to a unit of its own shows where memory ends. */
const RUNS = [
  { name: "user", isWanted: () => true },
  { name: "undelegated", isWanted: (test) => /bombs|resource-limits/.test(test) },
  { name: "root", isWanted: () => true },
];
const TOOLS = { debootstrap: "debootstrap", cpio: "cpio", mke2fs: "e2fsprogs" };

/** @returns {string[]} what failed, by name; a run without results has failed as a whole */
function failuresOf(run, results) {
  const file = join(results, `${run}.json`);
  if (!existsSync(file)) return [`${run}: ended without results`];
  const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === "failed");
    // Of what is set up before the tests, the results don't say how it failed.
    if (failed.length === 0 && status === "failed") return [`${run}: ${name}: ${message || `see ${run}.txt`}`];
    return failed.map((test) => `${run}: ${test.fullName}\n  ${test.failureMessages[0]?.split("\n")[0]}`);
  });
  process.stdout.write(`${run}: ${numPassedTests} passed, ${failures.length} failed, ${numPendingTests} skipped\n`);
  return failures;
}

try {
  const { values, positionals } = parseArgs({
    options: {
      architecture: { type: "string", default: "x86_64" },
      as: { type: "string", multiple: true, default: RUNS.map(({ name }) => name) },
    },
    allowPositionals: true,
  });
  const architecture = ARCHITECTURES[values.architecture];
  if (architecture === undefined) {
    throw new StopWithAdvice(`--architecture is one of ${Object.keys(ARCHITECTURES).join(" and ")}.`);
  }
  for (const [tool, name] of Object.entries({ ...TOOLS, [architecture.emulator]: architecture.emulatorPackage })) {
    if (findOnPath(tool) === undefined) throw new StopWithAdvice(`${tool} is missing: apt-get install ${name}`);
  }
  if (process.getuid?.() !== 0) throw new StopWithAdvice("Only root can make a system's files.");
  const folder = inRepository("node_modules/.cache/lambent/virtual-host", values.architecture);
  const results = join(folder, "results");
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const tests = positionals.length > 0 ? positionals : TESTS;
  const unknown = values.as.find((name) => !RUNS.some((run) => run.name === name));
  if (unknown !== undefined) {
    throw new StopWithAdvice(`--as ${unknown} is none of ${RUNS.map(({ name }) => name).join(", ")}.`);
  }
  const runs = RUNS.filter(({ name }) => values.as.includes(name))
    .map(({ name, isWanted }) => [name, ...tests.filter(isWanted)])
    .filter(({ length }) => length > 1);
  await step("Debian", () => makeSystem(architecture, folder));
  const lines = runs.map((words) => `${words.join(" ")}\n`).join("");
  await step("disk", () => makeDisk(architecture, folder, lines));
  await step("tests", () => boot(architecture, folder, results));
  const failures = runs.flatMap(([name]) => failuresOf(name, results));
  for (const name of ["host.txt", "left.txt"]) {
    if (existsSync(join(results, name))) process.stdout.write(readFileSync(join(results, name)));
  }
  for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  endWith(error);
}
