// `pnpm start`: from a checkout to a served console. Every step is skipped when its work is already done.
import { pathToFileURL } from "node:url";
import { buildConsole, buildServer, generateConsoleStyles, generateDatabaseClient } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith, step } from "./steps/progress.mjs";
import { inRepository } from "./steps/repository.mjs";
import { ensureSandboxTool } from "./steps/sandbox-tool.mjs";

try {
  requireNodeVersion();
  await ensureSandboxTool();
  await step("Database client", generateDatabaseClient);
  await step("Console styles", generateConsoleStyles);
  await step("Console", buildConsole);
  await step("Server", buildServer);
  // In this very process, so that Ctrl+C reaches the server itself and nothing is left behind.
  await import(pathToFileURL(inRepository("apps/server/dist/main.js")).href);
} catch (error) {
  endWith(error);
}
