import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { withTemporaryDirectory } from "./temporary-directory.ts";

/** Runs reference/proxy.mjs in a process of its own while the work goes on. */
export async function withBareProxy<T>(work: (url: string) => Promise<T>): Promise<T> {
  return withTemporaryDirectory(async (directory) => {
    // From bench/dist as well as from bench/src.
    const script = join(import.meta.dirname, "../reference/proxy.mjs");
    const proxy = spawn(process.execPath, [script, join(directory, "child.sock")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [port] = (await once(createInterface(proxy.stdout), "line")) as [string];
      return await work(`http://127.0.0.1:${port}`);
    } finally {
      proxy.kill("SIGTERM");
      if (proxy.exitCode === null && proxy.signalCode === null) await once(proxy, "exit");
    }
  });
}
