import type { TemporaryFiles } from "../sandbox/sandbox.port.ts";
import type { RuntimeProcess } from "./runtime-process.ts";

/** What an environment has in /tmp, which outlives each of its processes. */
export class LastingFiles {
  #held: TemporaryFiles | undefined;
  #isClosed = false;

  /** For the next process; undefined before the first one, and where the driver can't keep them. */
  get held(): TemporaryFiles | undefined {
    return this.#held;
  }

  /** To be called before the function can have written anything that is worth keeping. */
  hold(process: RuntimeProcess): void {
    const files = this.#isClosed ? undefined : process.holdTemporaryFiles();
    if (!files) return;
    void this.#held?.close();
    this.#held = files;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#held?.close();
  }
}
