// Runs demo.ts with the Node.js 24 that this package brings: it reads TypeScript, which the server's own may not.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const node = fileURLToPath(new URL(`node_modules/node24-linux-${process.arch}/bin/node`, import.meta.url));
const demo = fileURLToPath(new URL("demo.ts", import.meta.url));
const { status, error } = spawnSync(
  node,
  ["--experimental-transform-types", "--no-warnings", demo, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
if (error) console.error(`The demo needs the optional package node24-linux-${process.arch}: ${error.message}`);
process.exitCode = status ?? 1;
