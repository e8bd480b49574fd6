// `pnpm check`: the fast part of the tests: types, lint, dependency rules, unused code, migrations.
import { generateConsoleStyles, generateDatabaseClient } from "./steps/build-steps.mjs";
import { runChecks } from "./steps/checks.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith, step } from "./steps/progress.mjs";

try {
  requireNodeVersion();
  await step("Database client", generateDatabaseClient);
  await step("Console styles", generateConsoleStyles);
  const { passed, failed } = await runChecks();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  endWith(error);
}
