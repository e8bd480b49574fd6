// `node scripts/virtual-host.mjs [TEST FILE…]`: the runner's tests on a Debian with systemd and cgroup v2 alone, in a
// virtual machine: as root, as root in a unit that isn't delegated, and as an ordinary user with delegated groups.
// Needs root, debootstrap, e2fsprogs and qemu-system-x86; emulates the processor and so takes some 30 minutes. No part of `pnpm test`.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "./steps/operating-system-packages.mjs";
import { endWith, StopWithAdvice, step } from "./steps/progress.mjs";
import { inRepository } from "./steps/repository.mjs";
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
const TOOLS = { debootstrap: "debootstrap", mke2fs: "e2fsprogs", "qemu-system-x86_64": "qemu-system-x86" };

/** @returns {string[]} what failed, by name; a run without results has failed as a whole */
function failuresOf(run, results) {
  const file = join(results, `${run}.json`);
  if (!existsSync(file)) return [`${run}: ended without results`];
  const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && message !== "") return [`${run}: ${name}: ${message}`];
    return failed.map((test) => `${run}: ${test.fullName}\n  ${test.failureMessages[0]?.split("\n")[0]}`);
  });
  process.stdout.write(`${run}: ${numPassedTests} passed, ${failures.length} failed, ${numPendingTests} skipped\n`);
  return failures;
}

try {
  for (const [tool, name] of Object.entries(TOOLS)) {
    if (findOnPath(tool) === undefined) throw new StopWithAdvice(`${tool} is missing: apt-get install ${name}`);
  }
  if (process.getuid?.() !== 0) throw new StopWithAdvice("Only root can make a system's files.");
  const folder = inRepository("node_modules/.cache/lambent/virtual-host");
  const [system, results] = [join(folder, "system"), join(folder, "results")];
  mkdirSync(folder, { recursive: true });
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results);
  const tests = process.argv.length > 2 ? process.argv.slice(2) : TESTS;
  const runs = RUNS.map(({ name, isWanted }) => [name, ...tests.filter(isWanted)]).filter(({ length }) => length > 1);
  await step("Debian", () => makeSystem(system));
  await step("disk", () => makeDisk(folder, system, runs.map((words) => `${words.join(" ")}\n`).join("")));
  await step("tests", () => boot(folder, results));
  const failures = runs.flatMap(([name]) => failuresOf(name, results));
  for (const name of ["host.txt", "left.txt"]) {
    if (existsSync(join(results, name))) process.stdout.write(readFileSync(join(results, name)));
  }
  for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  endWith(error);
}
