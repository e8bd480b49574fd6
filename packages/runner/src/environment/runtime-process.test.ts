import type { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import type { SandboxDriver, SandboxExit } from "../sandbox/sandbox.port.ts";
import { createFakeDriver } from "../testing/fake-driver.ts";
import { socketPair } from "../testing/socket-pair.ts";
import { encodeFrame, FRAME_TYPE } from "../wire/frame.ts";
import { RuntimeProcess } from "./runtime-process.ts";

/** Longer than what an ended process wrote last is waited for. */
const STALL_MS = 150;
const STALLS = 4;

test("an answer that was written before the exit counts, however long the host stands still in between", async () => {
  const [control, inside] = await socketPair();
  let exit: (exit: SandboxExit) => void = () => {};
  const exited = new Promise<SandboxExit>((resolve) => {
    exit = resolve;
  });
  const process = await RuntimeProcess.start(driverOf({ control, exited }), RECIPE, systemClock);
  const next = process.next(10_000);
  setImmediate(() => {
    inside.write(encodeFrame(FRAME_TYPE.initError, Buffer.from('{"errorType":"TypeError"}')));
    exit({ exitCode: 129, signal: null, oomKilled: false });
    inside.end();
  });
  // In the same turn of the loop: the exit is known from here on, what was written still lies in the kernel.
  setImmediate(() => standStill(STALLS));

  expect(await next).toMatchObject({ kind: "message", message: { kind: "initError", errorType: "TypeError" } });
  expect(await process.ended).toMatchObject({ exitCode: 129 });
});

test("a runtime that was ready before the limit has booted, though the host was late to read it", async () => {
  const [control, inside] = await socketPair();
  const exited = new Promise<SandboxExit>(() => {});
  const process = await RuntimeProcess.start(driverOf({ control, exited }), RECIPE, systemClock);
  const booted = process.booted(STALL_MS / 2);
  setImmediate(() => inside.write(encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3"))));
  setImmediate(() => standStill(1));

  expect(await booted).toMatchObject({ kind: "message", message: { kind: "ready" } });
  inside.destroy();
});

const RECIPE = { start: {}, endpoints: [], speaksRuntimeApi: false } as unknown as Parameters<
  typeof RuntimeProcess.start
>[1];

/** A sandbox without processes whose control channel and end are the test's. */
function driverOf(parts: { control: Duplex; exited: Promise<SandboxExit> }): SandboxDriver {
  const fake = createFakeDriver(() => {});
  return { ...fake, start: async (start) => ({ ...(await fake.start(start)), ...parts, kill: () => {} }) };
}

/** Blocks the event loop, in so many turns one after the other. */
function standStill(turns: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS);
  if (turns > 1) setImmediate(() => standStill(turns - 1));
}
