import { writeSync } from "node:fs";
import { DEFAULT_SCOPE } from "@lambent/model";
import { openStore } from "@lambent/store";
import { openTelemetry } from "@lambent/telemetry";
import { createFunction } from "../create-function.ts";
import { createFakeRunner, succeeded } from "../fake-runner.fixture.ts";
import { functionSettled } from "../function-settled.ts";
import { invokeAsync } from "../invoke-async.ts";
import { createPorts } from "../ports.ts";
import { putFunctionEventInvokeConfig } from "../put-function-event-invoke-config.ts";
import { startAsyncWorker } from "./async-worker.ts";

// Run as a process of its own: takes events as fast as it can and runs them beside, whose results go to another function;
// prints a line for each event that was acknowledged, run or delivered. Whoever started it kills it at any moment. In round
// `drain` it takes none and ends when the queue is empty.
const [directory, migrationsDirectory, round] = process.argv.slice(2) as [string, string, string];

/** Waits for a reader that lags behind; a line is short enough for the pipe to take it whole or not at all. */
function say(kind: string, event: unknown): void {
  while (true) {
    try {
      writeSync(1, `${JSON.stringify({ kind, event })}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

const CALLERS = 8;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

const store = await openStore({ directory, migrationsDirectory });
const telemetry = await openTelemetry({ directory });
const runner = createFakeRunner([{ runtime: "nodejs22.x", architecture: "x86_64", available: true, version: "1" }]);
runner.handler = (event, { functionName }) => {
  if (functionName === "source") say("ran", event);
  else say("delivered", (event as { requestPayload: unknown }).requestPayload);
  return succeeded(null);
};
const ports = await createPorts({ scope: DEFAULT_SCOPE, store, telemetry, runner });
for (const functionName of ["source", "sink"]) {
  if ((await store.functions.get(DEFAULT_SCOPE, functionName)) === null) {
    await functionSettled(
      ports,
      await createFunction(ports, { functionName, runtime: "nodejs22.x", architecture: "x86_64" }),
    );
  }
}
const destinationConfig = { onSuccess: { destination: `${ARN}sink` } };
await putFunctionEventInvokeConfig(ports, { functionName: "source", destinationConfig });
const worker = await startAsyncWorker(() => ports, ports);

async function accept(caller: number): Promise<never> {
  for (let index = 0; ; index++) {
    const event = `${round}-${caller}-${index}`;
    const payload = new TextEncoder().encode(JSON.stringify(event));
    await invokeAsync(ports, { functionName: "source", payload });
    say("accepted", event);
  }
}

if (round === "drain") {
  do await worker.idle();
  while ((await store.queuedEvents.lanes()).length > 0);
  await worker.close();
  await Promise.all([store.close(), telemetry.close()]);
} else {
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => accept(caller)));
}
