import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { inRepository, tool } from "./repository.mjs";
import { runCommand } from "./run-command.mjs";

const resultFile = (name) => {
  const folder = inRepository("node_modules", ".cache", "lambent");
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${name}-results.json`;
  rmSync(file, { force: true });
  return file;
};

/** A run that ended without results counts as one failure. */
function readResults(file, ok, read) {
  try {
    const tally = read(JSON.parse(readFileSync(file, "utf8")));
    return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Unit and contract tests of every package, and real clients against the built server. */
export async function runUnitTests() {
  const file = resultFile("unit");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { ok } = await runCommand(tool("vitest"), ["run", ...reporters], { cwd: inRepository(), show: true });
  return readResults(file, ok, (results) => ({
    passed: results.numPassedTests,
    failed:
      results.numFailedTests +
      (results.numFailedTestSuites > 0 && results.numFailedTests === 0 ? results.numFailedTestSuites : 0),
    skipped: results.numPendingTests,
  }));
}

/** The journeys in a real browser against the built server. */
export async function runBrowserTests(chromium) {
  const file = resultFile("browser");
  const env = { ...process.env, CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file, FORCE_COLOR: "0" };
  const { ok } = await runCommand(tool("playwright"), ["test", "--config", "e2e/playwright.config.ts"], {
    cwd: inRepository(),
    env,
    show: true,
  });
  return readResults(file, ok, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}
