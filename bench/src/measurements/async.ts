import { join } from "node:path";
import {
  createFunction,
  createPorts,
  functionSettled,
  invoke,
  invokeAsync,
  startAsyncWorker,
  updateFunctionConfiguration,
} from "@lambent/lambda";
import { DEFAULT_SCOPE } from "@lambent/model";
import { createBwrapDriver, createRunner } from "@lambent/runner";
import { openStore } from "@lambent/store";
import { openTelemetry } from "@lambent/telemetry";
import { HELLO_EVENT, WARM_MEMORY_MB } from "../hello-function.ts";
import { load } from "../load.ts";
import type { Comparison, Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

const EVENTS = 800;
const CALLERS = 32;
/** As the programs of this folder lie in bench/dist. */
const MIGRATIONS = join(import.meta.dirname, "../../prisma/migrations");

/**
 * Events that are on disk when their caller is answered, while the worker runs them beside: how many are accepted a second,
 * and how many have run a second when the last has. Reference: the same invocations with callers that wait for the answer.
 */
export const asyncInvocations: Measurement = {
  id: "async",
  run: ({ runs, say }) =>
    withTemporaryDirectory(async (directory) => {
      say("asynchronous invocations");
      const row = (name: string): Comparison => ({
        name,
        unit: "requests/s",
        samples: [],
        referenceName: `synchronous invocations, c=${CALLERS}`,
        referenceSamples: [],
      });
      const accepted: Comparison = {
        ...row(`async: accepted events, c=${CALLERS}`),
        budget: { of: "median", limit: 1_000 },
      };
      const done = row(`async: ${EVENTS} events until all have run`);
      const { ports, close } = await openRooms(directory);
      const worker = await startAsyncWorker(() => ports, ports);
      try {
        await createFunction(ports, { functionName: "hello", runtime: "nodejs24.x", architecture: "x86_64" });
        await functionSettled(ports, { functionName: "hello" });
        await updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: WARM_MEMORY_MB });
        await functionSettled(ports, { functionName: "hello" });
        const input = { functionName: "hello", payload: new TextEncoder().encode(HELLO_EVENT) };
        const synchronous = () => load(() => invoke(ports, input), EVENTS, CALLERS);
        const asynchronous = async () => {
          const startedMs = performance.now();
          const { requestsPerSecond } = await load(() => invokeAsync(ports, input), EVENTS, CALLERS);
          await worker.idle();
          return { requestsPerSecond, donePerSecond: (EVENTS / (performance.now() - startedMs)) * 1_000 };
        };
        await synchronous();
        await asynchronous();
        for (let run = 0; run < runs; run += 1) {
          const reference = (await synchronous()).requestsPerSecond;
          const { requestsPerSecond, donePerSecond } = await asynchronous();
          accepted.referenceSamples.push(reference);
          accepted.samples.push(requestsPerSecond);
          done.referenceSamples.push(reference);
          done.samples.push(donePerSecond);
        }
        return [accepted, done];
      } finally {
        await worker.close();
        await close();
      }
    }),
};

/** The rooms as the server has them, without HTTP. */
async function openRooms(directory: string) {
  const store = await openStore({ directory, migrationsDirectory: MIGRATIONS });
  const telemetry = await openTelemetry({ directory });
  const driver = await createBwrapDriver({ directory: join(directory, "sandboxes") });
  const runner = await createRunner({ driver, dataDirectory: join(directory, "run") });
  return {
    ports: await createPorts({ scope: DEFAULT_SCOPE, store, telemetry, runner }),
    async close() {
      await runner.close();
      await Promise.all([telemetry.close(), store.close()]);
    },
  };
}
