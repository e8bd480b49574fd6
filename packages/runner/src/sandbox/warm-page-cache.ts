import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { SandboxStart } from "./sandbox.port.ts";

/**
 * Reads the interpreter once on the server's account. The kernel charges a page of a file to the group that touches it
 * first; otherwise some 70 MB of node would be charged to the first function, which then thrashes at its limit.
 */
export async function warmPageCache({ command, langDirectory }: SandboxStart): Promise<void> {
  const program = command[0];
  if (!program?.startsWith("/var/lang/")) return;
  const stream = createReadStream(join(langDirectory, program.slice("/var/lang/".length)), { highWaterMark: 1 << 20 });
  stream.on("data", () => undefined);
  await new Promise<void>((done) => stream.once("close", done).once("error", () => done()));
}
