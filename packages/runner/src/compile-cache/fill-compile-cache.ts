import { systemClock } from "../clock.ts";
import type { BootRecipe } from "../environment/boot-recipe.ts";
import { processEnvironment } from "../environment/process-environment.ts";
import type { EnvironmentSpec } from "../runner.port.ts";
import type { SandboxAssignment, SandboxDriver } from "../sandbox/sandbox.port.ts";
import { encodeInit } from "../wire/control-messages.ts";
import { FRAME_TYPE, type Frame } from "../wire/frame.ts";
import { FrameDecoder } from "../wire/frame-decoder.ts";
import { type CacheFile, isCacheFileName } from "./compile-cache-store.ts";

/** Loading may take as long as an environment's init does, and writing the cache a little more. */
const FILL_LIMIT_MS = 15_000;
const FILES_MAX = 20_000;
/** It is held in memory on its way to the disk. A bundle of 2 MB makes 1 MB. */
const BYTES_MAX = 64 * 1024 * 1024;
const FILE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Loads a function in a sandbox that serves nothing and takes what V8 made of it. Everything that comes out is bounded and
 * checked by name: the function's code owns the channel.
 * @returns undefined when the function can't be loaded, or sends anything but a cache.
 * @throws for faults of the host.
 */
export async function fillCompileCache(
  driver: SandboxDriver,
  recipe: BootRecipe,
  spec: EnvironmentSpec,
  assignment: SandboxAssignment,
): Promise<CacheFile[] | undefined> {
  const sandbox = await driver.start({ ...recipe.start, assignment });
  for (const stream of [sandbox.logs, sandbox.stdout, sandbox.stderr]) stream.resume();
  const files: CacheFile[] = [];
  let totalBytes = 0;
  let isAsked = false;
  const decoder = new FrameDecoder(FILE_BYTES_MAX);

  /** @returns whether that was the last. @throws for anything that a bootstrap wouldn't send. */
  const take = ({ type, body }: Frame): boolean => {
    // Once: a flood of these would fill the host's memory with what goes back.
    if (type === FRAME_TYPE.ready && !isAsked) {
      isAsked = true;
      const environment = processEnvironment(spec, "", "on-demand");
      const init = { handler: spec.handler, runtime: spec.runtime, environment, responseLimitBytes: 0 };
      sandbox.control.write(encodeInit({ ...init, fillsCompileCache: true }));
      return false;
    }
    if (type === FRAME_TYPE.initDone) return true;
    const file = type === FRAME_TYPE.cacheFile ? cacheFileOf(body) : undefined;
    totalBytes += body.length;
    if (!file || files.length === FILES_MAX || totalBytes > BYTES_MAX) throw new Error("That is no compile cache.");
    files.push(file);
    return false;
  };

  const isComplete = await new Promise<boolean>((resolve) => {
    const cancel = systemClock.schedule(FILL_LIMIT_MS, () => resolve(false));
    sandbox.control.on("data", (chunk: Buffer) => {
      try {
        if (decoder.push(chunk).some(take)) resolve(true);
      } catch {
        resolve(false);
      }
    });
    void sandbox.exited.then(() => resolve(false)).finally(cancel);
  });
  sandbox.kill();
  await sandbox.exited;
  return isComplete && files.length > 0 ? files : undefined;
}

function cacheFileOf(body: Buffer): CacheFile | undefined {
  const nameBytes = body[0] ?? 0;
  const name = body.toString("latin1", 1, 1 + nameBytes);
  return isCacheFileName(name) ? { name, bytes: Buffer.from(body.subarray(1 + nameBytes)) } : undefined;
}
