// `pnpm check`: the fast part of the tests: types, lint, dependency rules, unused code, migrations.
import { generateAll } from "./steps/build-steps.mjs";
import { runChecks } from "./steps/checks.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith } from "./steps/progress.mjs";

try {
  requireNodeVersion();
  await generateAll();
  const { passed, failed } = await runChecks();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  endWith(error);
}
