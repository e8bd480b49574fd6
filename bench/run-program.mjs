import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { buildServer, generateDatabaseClient } from "../scripts/steps/build-steps.mjs";
import { ensureLoadGenerator } from "../scripts/steps/load-generator.mjs";
import { requireNodeVersion } from "../scripts/steps/node-version.mjs";
import { endWith, step } from "../scripts/steps/progress.mjs";
import { inRepository } from "../scripts/steps/repository.mjs";

/** Node 20 can't run TypeScript: Vite, which the server is built with, makes one file of a program and our packages. */
async function build(entries) {
  const resolved = createRequire(inRepository("apps/server/package.json")).resolve("vite");
  const vite = await import(pathToFileURL(resolved).href);
  await vite.build({
    root: inRepository("bench"),
    configFile: false,
    logLevel: "warn",
    build: {
      ssr: true,
      target: "node20",
      outDir: "dist",
      emptyOutDir: true,
      rollupOptions: { input: entries.map((entry) => inRepository("bench", entry)) },
    },
    ssr: { noExternal: [/^@lambent\//] },
  });
}

/**
 * Builds a program of this folder, and the server where it needs one, and runs it with the arguments of this process.
 * @param {string} entry for instance `src/main.ts`
 * @param {{ needsServer?: boolean, makesLoad?: boolean, nodeArguments?: readonly string[], companions?: readonly string[] }} [options]
 *   companions: programs that the first one starts
 */
export async function runBenchProgram(
  entry,
  { needsServer = false, makesLoad = false, nodeArguments = [], companions = [] } = {},
) {
  try {
    requireNodeVersion();
    if (makesLoad) await ensureLoadGenerator();
    if (needsServer) {
      await step("Database client", generateDatabaseClient);
      await step("Server", buildServer);
    }
    await step("Program", () => build([entry, ...companions]));
    // Whatever the shell exports (proxies, certificates, NODE_OPTIONS) would slow every start of Node.js.
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const program = inRepository("bench/dist", basename(entry).replace(/\.ts$/, ".js"));
    const child = spawn(inRepository("scripts/server-node"), [...nodeArguments, program, ...process.argv.slice(2)], {
      stdio: "inherit",
      env,
    });
    child.on("close", (code) => {
      process.exitCode = code ?? 1;
    });
  } catch (error) {
    endWith(error);
  }
}
