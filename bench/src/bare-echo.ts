import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Duplex } from "node:stream";

/** Runs reference/pipe-echo.mjs while the work goes on, which sends it a message and waits until the bytes are back. */
export async function withBareEcho<T>(work: (call: () => Promise<void>) => Promise<T>): Promise<T> {
  // From bench/dist as well as from bench/src.
  const script = join(import.meta.dirname, "../reference/pipe-echo.mjs");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const channel = child.stdio[3] as Duplex;
  const message = Buffer.alloc(MESSAGE_BYTES);
  try {
    return await work(async () => {
      channel.write(message);
      await once(channel, "data");
    });
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** As large as a small event with its header; the kernel hands it over as a whole. */
const MESSAGE_BYTES = 200;
