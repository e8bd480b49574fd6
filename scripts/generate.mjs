// `pnpm generate`: what the sources need before types, tests and builds can look at them.
import { generateConsoleStyles, generateDatabaseClient } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith, step } from "./steps/progress.mjs";

try {
  requireNodeVersion();
  await step("Database client", generateDatabaseClient);
  await step("Console styles", generateConsoleStyles);
} catch (error) {
  endWith(error);
}
