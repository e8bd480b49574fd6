// `pnpm dev`: both apps with reload. The console is served by Vite on 5173 and hands /trpc and /api on to the server.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { buildServer, generateAll } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith, step } from "./steps/progress.mjs";
import { inRepository, tool } from "./steps/repository.mjs";
import { ensureSandboxTool } from "./steps/sandbox-tool.mjs";

const children = new Set();
let server;
let stopping = false;

function launch(command, args, cwd) {
  const child = spawn(command, args, { cwd, stdio: "inherit" });
  children.add(child);
  child.on("close", () => children.delete(child));
  return child;
}

async function restartServer() {
  try {
    await step("Server", buildServer);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return;
  }
  if (server !== undefined && server.exitCode === null) {
    server.kill("SIGTERM");
    await new Promise((resolve) => server.once("close", resolve));
  }
  if (!stopping)
    server = launch(inRepository("scripts/server-node"), [inRepository("apps/server/dist/main.js")], inRepository());
}

let pending;
function onChange(_event, file) {
  if (file === null || !/\.(ts|mjs|py|sql|prisma)$/.test(file) || /(dist|node_modules|generated|\.test\.ts)/.test(file))
    return;
  clearTimeout(pending);
  pending = setTimeout(() => void restartServer(), 150);
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopping = true;
    for (const child of children) child.kill(signal);
  });
}

try {
  requireNodeVersion();
  await ensureSandboxTool();
  await generateAll();
  await restartServer();
  const watchers = ["apps/server/src", "packages"].map((folder) =>
    watch(inRepository(folder), { recursive: true }, onChange),
  );
  const console = launch(tool("vite", "apps/console"), [], inRepository("apps/console"));
  console.on("close", () => {
    for (const watcher of watchers) watcher.close();
    server?.kill("SIGTERM");
  });
} catch (error) {
  endWith(error);
}
