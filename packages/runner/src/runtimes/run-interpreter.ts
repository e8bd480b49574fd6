import { execFile } from "node:child_process";

const RUN_LIMIT_MS = 10_000;

/** Compiling a library takes 5 s of two processors; a busy machine has less to give. */
export const COMPILE_LIMIT_MS = 180_000;

/** Standard output of a command that is known to be short; undefined when it can't be run, fails, is aborted or takes too long. */
export function outputOf(
  file: string,
  args: readonly string[],
  { limitMs = RUN_LIMIT_MS, signal }: { limitMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<string | undefined> {
  return new Promise((resolve) => {
    // A scrubbed environment: PYTHONHOME, NODE_OPTIONS and the like of the server aren't the function's.
    const env = { PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin" };
    execFile(file, [...args], { env, timeout: limitMs, signal, maxBuffer: 1_048_576 }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}
