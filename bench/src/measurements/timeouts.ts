import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createBwrapDriver, createRunner, type Runner } from "@lambent/runner";
import { helloSpec } from "../bench-runner.ts";
import type { Comparison, Measurement, MeasurementContext } from "../measurement.ts";
import { isRunning, sandboxTrees } from "../process-trees.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

const RUNTIME = "nodejs22.x";
const TIMEOUT_MS = 2_000;
/** bwrap outside and inside, and the function's own three. */
const PROCESSES = 5;
const OUTLIVED_LIMIT_MS = 250;
/** Holds 100 MB, has 1,000 files in /tmp, one child that waits and one in a session of its own that never does. */
const HANGING_SOURCE = `import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
const held = [];
export const handler = async ({ hangs }) => {
  if (!hangs) return "ready";
  held.push(Buffer.alloc(100_000_000, 1));
  for (let index = 0; index < 1_000; index += 1) writeFileSync("/tmp/" + index, "x");
  spawn("/bin/sleep", ["60"], { stdio: "ignore" });
  spawn("/bin/sh", ["-c", "while :; do :; done"], { stdio: "ignore", detached: true });
  await new Promise(() => {});
};
`;

/** How long after a function's timeout the last of its processes is gone: on a quiet machine, and on one with no processor free. */
export const timeouts: Measurement = {
  id: "timeouts",
  run: (context) =>
    withTemporaryDirectory(async (directory) => {
      const codeDirectory = join(directory, "code");
      await mkdir(codeDirectory);
      await writeFile(join(codeDirectory, "index.mjs"), HANGING_SOURCE);
      const driver = await createBwrapDriver({ directory: join(directory, "sandboxes") });
      const runner = await createRunner({ driver, dataDirectory: join(directory, "run"), spares: "none" });
      try {
        const quiet = await outlived(runner, codeDirectory, context, "");
        const busy = keepProcessorsBusy();
        const loaded = await outlived(runner, codeDirectory, context, ", all processors busy");
        for (const child of busy) child.kill("SIGKILL");
        return [quiet, loaded];
      } finally {
        await runner.close();
      }
    }),
};

async function outlived(
  runner: Runner,
  codeDirectory: string,
  { runs, say }: MeasurementContext,
  where: string,
): Promise<Comparison> {
  say(`timeouts${where}`);
  const samples: number[] = [];
  const referenceSamples: number[] = [];
  const spec = { ...helloSpec(RUNTIME, `hangs${where}`, codeDirectory), memoryMb: 512, timeoutMs: TIMEOUT_MS };
  const invoke = async (hangs: boolean) => {
    const payload = Buffer.from(JSON.stringify({ hangs }));
    const request = { requestId: crypto.randomUUID(), invokedFunctionArn: spec.functionArn, payload };
    return (await runner.invoke(spec, request, { onLog: () => {} })).outcome;
  };
  for (let run = 0; run < runs; run += 1) {
    referenceSamples.push(await killedSleepMs());
    // Loading it again after the run before is no part of this one.
    while ((await invoke(false)).kind !== "succeeded");
    const limitMs = performance.now() + TIMEOUT_MS;
    const outcome = invoke(true);
    let processes = sandboxTrees().flat();
    for (; processes.length < PROCESSES; processes = sandboxTrees().flat()) {
      if (performance.now() > limitMs) throw new Error("The function didn't start its processes in time.");
      await delay(20);
    }
    while (processes.some(isRunning)) await delay(1);
    samples.push(performance.now() - limitMs);
    const { kind } = await outcome;
    if (kind !== "timedOut") throw new Error(`The function ended as ${kind}.`);
  }
  return {
    name: `timeout → none of its processes is left${where}`,
    unit: "ms",
    samples,
    referenceName: "kill → a bare sleep is gone",
    referenceSamples,
    budget: { of: "p95", limit: OUTLIVED_LIMIT_MS },
  };
}

async function killedSleepMs(): Promise<number> {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  await once(child, "spawn");
  const startedMs = performance.now();
  child.kill("SIGKILL");
  await once(child, "exit");
  return performance.now() - startedMs;
}

/** As many programs that never wait as there are processors. */
function keepProcessorsBusy(): ChildProcess[] {
  return Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
}
