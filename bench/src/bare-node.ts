import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Starts the installed Node.js as `node -e 0` and waits for its end: the least that anything with a Node.js process of its
 * own can take. In ms.
 */
export async function bareNodeMs(): Promise<number> {
  const startedMs = performance.now();
  const child = spawn("node", ["-e", "0"], { stdio: "ignore", env: { PATH: process.env.PATH } });
  await once(child, "exit");
  return performance.now() - startedMs;
}
