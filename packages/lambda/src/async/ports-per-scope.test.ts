import { expect, onTestFinished, test } from "vitest";
import { openAsyncLambda, SECOND_MS } from "./async-lambda.fixture.ts";
import { startAsyncWorker } from "./async-worker.ts";

test("an event whose account and Region can't be read waits, is told of, and runs once they can", async () => {
  const { ports, faults, time, stop, send, runsOf } = await openAsyncLambda(["hello"]);
  await stop();
  const requestId = await send("hello");
  let failures = 1;
  const portsFor = async () => {
    if (failures-- > 0) throw new Error("The disk can't be read.");
    return ports;
  };
  const worker = await startAsyncWorker(portsFor, ports, { onError: (_message, cause) => faults.push(cause) });
  onTestFinished(() => worker.close());
  await worker.idle();
  expect(faults).toEqual([new Error("The disk can't be read.")]);
  expect(await runsOf("hello")).toEqual([]);
  await time.advance(10 * SECOND_MS, () => worker.idle());
  expect(await runsOf("hello")).toMatchObject([{ requestId, outcome: "succeeded" }]);
});
