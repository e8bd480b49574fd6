import { onTestFinished } from "vitest";
import { createFunction } from "../create-function.ts";
import { functionSettled } from "../function-settled.ts";
import { type InvokeAsync, invokeAsync } from "../invoke-async.ts";
import { openLambda } from "../lambda.fixture.ts";
import { listInvocations } from "../list-invocations.ts";
import { createManualTime } from "../manual-time.fixture.ts";
import type { Rooms } from "../ports.ts";
import { type AsyncWorker, startAsyncWorker } from "./async-worker.ts";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

/** The use cases with a clock that stands still, a worker, and functions named as given. */
export async function openAsyncLambda(functionNames: readonly string[], rooms: Pick<Rooms, "accountConcurrency"> = {}) {
  const time = createManualTime();
  const { ports, runner, directory } = await openLambda({ ...time, ...rooms });
  for (const functionName of functionNames) {
    await functionSettled(
      ports,
      await createFunction(ports, { functionName, runtime: "nodejs22.x", architecture: "x86_64" }),
    );
  }
  const faults: unknown[] = [];
  let worker: AsyncWorker | undefined;
  const start = async () => {
    worker = await startAsyncWorker(() => ports, ports, { onError: (_message, cause) => faults.push(cause) });
    await worker.idle();
  };
  const idle = async () => {
    await worker?.idle();
  };
  await start();
  // Before the store, which is closed by what was registered earlier: these run in reverse order.
  onTestFinished(async () => worker?.close());

  return {
    ...{ ports, runner, directory, time, faults, start, idle },
    stop: async () => worker?.close(),
    /** Takes an event and lets it run as far as it gets now. */
    async send(functionName: string, event: unknown = {}, input: Partial<InvokeAsync> = {}): Promise<string> {
      const payload = new TextEncoder().encode(JSON.stringify(event));
      const { requestId } = await invokeAsync(ports, { functionName, payload, ...input });
      await idle();
      return requestId;
    },
    advance: (ms: number) => time.advance(ms, idle),
    /** How the function's runs ended, oldest first. */
    runsOf: async (functionName: string) => (await listInvocations(ports, { functionName, limit: 1_000 })).reverse(),
    /** How many events of all functions are on disk. */
    async queued(): Promise<number> {
      let count = 0;
      for (const lane of await ports.store.queuedEvents.lanes()) {
        const query = { nowMs: Number.MAX_SAFE_INTEGER, except: new Set<number>(), maxEvents: 10_000, maxBytes: 1e9 };
        count += (await ports.store.queuedEvents.due(lane, query)).events.length;
      }
      return count;
    },
  };
}
