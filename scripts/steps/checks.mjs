import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { inRepository, tool } from "./repository.mjs";
import { runCommand } from "./run-command.mjs";

/** Fewer modules than this, and the dependency rules did not look at the sources. Raise it as the tree grows. */
const DEPENDENCY_RULES_FLOOR = 150;
const LONGEST_FILE_LINES = 400;

const dependencyRuleSet = createRequire(import.meta.url)("../../.dependency-cruiser.cjs");

const workspaces = () =>
  ["apps", "packages"]
    .flatMap((folder) => readdirSync(inRepository(folder)).map((name) => `${folder}/${name}`))
    .concat("e2e", "bench")
    .filter((folder) => existsSync(inRepository(folder, "tsconfig.json")));

const inRoot = { cwd: inRepository() };
const cruise = (...args) =>
  runCommand(tool("depcruise"), ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...args], inRoot);

async function dependencyRules() {
  const { ok, output } = await cruise("apps", "packages", "e2e");
  const summary = readSummary(output);
  if (summary === undefined) return { ok: false, output };
  if (summary.totalCruised < DEPENDENCY_RULES_FLOOR) {
    return {
      ok: false,
      output: `only ${summary.totalCruised} modules were looked at; the floor is ${DEPENDENCY_RULES_FLOOR}`,
    };
  }
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).join("\n");
  return { ok: ok && summary.error === 0, output: violations };
}

/** The fixture breaks every rule once; each rule must find it. */
async function dependencyRulesBite() {
  const fixture = "scripts/fixtures/forbidden-imports";
  const expected = dependencyRuleSet.forbidden.map((rule) => rule.name);
  const { output } = await runCommand(
    tool("depcruise"),
    ["--config", inRepository(".dependency-cruiser.cjs"), "--output-type", "json", "apps", "packages", "e2e"],
    { cwd: inRepository(fixture) },
  );
  const found = new Set(readSummary(output)?.violations.map(({ rule }) => rule.name));
  const missed = expected.filter((name) => !found.has(name));
  return {
    ok: missed.length === 0,
    output: `not found in the fixture: ${missed.join(", ")}\n${missed.length > 0 ? output.slice(-600) : ""}`,
  };
}

function readSummary(output) {
  try {
    return JSON.parse(output.slice(output.indexOf("{"))).summary;
  } catch {
    return undefined;
  }
}

async function fileLengths() {
  const { output } = await runCommand(
    "git",
    ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx", "*.mjs", "*.py"],
    inRoot,
  );
  const long = [];
  for (const file of output.split("\n").filter((name) => name !== "" && !/\.(test|spec|contract)\.tsx?$/.test(name))) {
    if (!existsSync(inRepository(file))) continue;
    const lines = (await readFile(inRepository(file), "utf8")).split("\n").length - 1;
    if (lines > LONGEST_FILE_LINES) long.push(`${file}: ${lines} lines; split it (the limit is ${LONGEST_FILE_LINES})`);
  }
  return { ok: long.length === 0, output: long.join("\n") };
}

/** The fast part of the tests: each says whether it holds, and if not, what it found. */
export const checks = () => [
  ...workspaces().map((folder) => ({
    name: `types: ${folder}`,
    run: () => runCommand(tool("tsc"), ["-p", folder], inRoot),
  })),
  { name: "format and lint", run: () => runCommand(tool("biome"), ["check", "--error-on-warnings", "."], inRoot) },
  {
    name: "typed lint",
    run: () =>
      runCommand(
        tool("oxlint"),
        ["--type-aware", "--deny-warnings", "apps", "packages", "e2e", "bench", "scripts"],
        inRoot,
      ),
  },
  { name: "dependency rules", run: dependencyRules },
  { name: "dependency rules find forbidden imports", run: dependencyRulesBite },
  { name: "unused code", run: () => runCommand(tool("knip"), [], inRoot) },
  {
    name: "schema and migrations agree",
    run: () => runCommand(process.execPath, ["scripts/migrate.mjs", "check"], inRoot),
  },
  { name: "file lengths", run: fileLengths },
];

/** Runs the checks one after another and prints each; returns how many held. */
export async function runChecks() {
  const tally = { passed: 0, failed: 0 };
  for (const { name, run } of checks()) {
    const startedMs = Date.now();
    const { ok, output } = await run();
    tally[ok ? "passed" : "failed"] += 1;
    process.stdout.write(`${ok ? "✓" : "✗"} ${name} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)\n`);
    if (!ok) process.stdout.write(`${output.trim().split("\n").slice(0, 60).join("\n")}\n\n`);
  }
  return tally;
}
