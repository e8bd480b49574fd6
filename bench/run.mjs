// `pnpm bench`: measures the product beside a reference in the same run, prints medians and ratios, and writes
// bench/results/latest.json.
//   node bench/run.mjs [--runs 20] [--only cold,warm-runner,warm-server,functions-page,deploy,live-tail,start]
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { buildServer, generateDatabaseClient } from "../scripts/steps/build-steps.mjs";
import { requireNodeVersion } from "../scripts/steps/node-version.mjs";
import { endWith, step } from "../scripts/steps/progress.mjs";
import { inRepository } from "../scripts/steps/repository.mjs";

/** Node 20 can't run TypeScript: Vite, which the server is built with, makes one file of the programs and our packages. */
async function buildBench() {
  const resolved = createRequire(inRepository("apps/server/package.json")).resolve("vite");
  const { build } = await import(pathToFileURL(resolved).href);
  await build({
    root: inRepository("bench"),
    configFile: false,
    logLevel: "warn",
    build: { ssr: "src/main.ts", target: "node20", outDir: "dist", emptyOutDir: true },
    ssr: { noExternal: [/^@lambent\//] },
  });
}

try {
  requireNodeVersion();
  await step("Database client", generateDatabaseClient);
  await step("Server", buildServer);
  await step("Measurements", buildBench);
  // Whatever the shell exports (proxies, certificates, NODE_OPTIONS) would slow every start of Node.js.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const args = [inRepository("bench/dist/main.js"), ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: "inherit", env });
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  endWith(error);
}
