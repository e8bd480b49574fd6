import { onceForContent } from "./content-stamp.mjs";
import { step } from "./progress.mjs";
import { inRepository, tool } from "./repository.mjs";
import { runCommand } from "./run-command.mjs";

const SHARED_INPUTS = ["pnpm-lock.yaml", "tsconfig.base.json", "packages/model", "scripts/steps"];

async function must(command, args, options) {
  const { ok, output } = await runCommand(command, args, options);
  if (!ok) throw new Error(`${[command, ...args].join(" ")} failed:\n${output}`);
}

/** The Prisma client, from prisma/schema.prisma. */
export const generateDatabaseClient = () =>
  onceForContent(
    "prisma-client",
    {
      inputs: ["prisma/schema.prisma", "pnpm-lock.yaml", "scripts/prisma-generate.mjs"],
      outputs: ["packages/store/src/generated"],
    },
    () => must(process.execPath, [inRepository("scripts/prisma-generate.mjs")], { cwd: inRepository() }),
  );

/** The console's styles, from the component library's own. */
const generateConsoleStyles = () =>
  onceForContent(
    "console-styles",
    { inputs: ["pnpm-lock.yaml", "apps/console/scripts"], outputs: ["apps/console/src/generated"] },
    () =>
      must(process.execPath, [inRepository("apps/console/scripts/generate-styles.mjs")], {
        cwd: inRepository("apps/console"),
      }),
  );

export const buildConsole = () =>
  onceForContent(
    "console",
    { inputs: [...SHARED_INPUTS, "apps/console", "apps/server/src/trpc"], outputs: ["apps/console/dist/index.html"] },
    () => must(tool("vite", "apps/console"), ["build"], { cwd: inRepository("apps/console") }),
  );

export const buildServer = () =>
  onceForContent(
    "server",
    {
      inputs: [...SHARED_INPUTS, "apps/server", "packages", "prisma/schema.prisma"],
      outputs: ["apps/server/dist/main.js"],
    },
    () => must(tool("vite", "apps/server"), ["build"], { cwd: inRepository("apps/server") }),
  );

/** What the sources need before types, tests and builds can look at them. */
export async function generateAll() {
  await step("Database client", generateDatabaseClient);
  await step("Console styles", generateConsoleStyles);
}

export async function buildAll() {
  await generateAll();
  await step("Console", buildConsole);
  await step("Server", buildServer);
}
