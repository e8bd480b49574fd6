// `pnpm build`: the console and the server, each only when something that it is made of has changed.
import { buildConsole, buildServer, generateConsoleStyles, generateDatabaseClient } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith, step } from "./steps/progress.mjs";

try {
  requireNodeVersion();
  await step("Database client", generateDatabaseClient);
  await step("Console styles", generateConsoleStyles);
  await step("Console", buildConsole);
  await step("Server", buildServer);
} catch (error) {
  endWith(error);
}
