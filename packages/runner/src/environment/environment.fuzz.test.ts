import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clock, systemClock } from "../clock.ts";
import { BARE_RUNTIME } from "../testing/bare-runtime.ts";
import { createFakeDriver, type FakeInside } from "../testing/fake-driver.ts";
import { fixtureSpec } from "../testing/fixture-functions.ts";
import { encodeFrame, FRAME_TYPE, MAX_FRAME_BODY_BYTES, QUIET } from "../wire/frame.ts";
import { LOG_TYPE } from "../wire/log-pipe.ts";
import { bootRecipe } from "./boot-recipe.ts";
import { Environment } from "./environment.ts";
import { guardListener } from "./response-listener.ts";
import { RuntimeProcess } from "./runtime-process.ts";

const REQUEST_ID = "6a9d0c4e-0000-4000-8000-000000000001";
const idBytes = Buffer.concat([Buffer.from([REQUEST_ID.length]), Buffer.from(REQUEST_ID)]);

const OUTCOMES = ["succeeded", "functionError", "initFailed", "timedOut", "outOfMemory", "exited", "responseTooLarge"];

const OTHER_ID = "6a9d0c4e-0000-4000-8000-000000000002";
const frameOf = (type: number, ...parts: Uint8Array[]) => encodeFrame(type, ...parts);
const named = (id: string) => Buffer.concat([Buffer.from([id.length]), Buffer.from(id)]);
const answer = frameOf(FRAME_TYPE.response, idBytes, Buffer.from("{}"));
const streamed = Buffer.concat([
  frameOf(FRAME_TYPE.responseStart, idBytes, Buffer.from("text/plain")),
  frameOf(FRAME_TYPE.responseChunk, idBytes, Buffer.from("one")),
  frameOf(FRAME_TYPE.responseChunk, idBytes, Buffer.from("two")),
]);
const types = fc.constantFrom(...Object.values(FRAME_TYPE).flatMap((type) => [type, type | QUIET]));
type Act = (inside: FakeInside) => void;

function header(bodyBytes: number, type: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32LE(bodyBytes, 0);
  bytes.writeUInt8(type, 4);
  return bytes;
}
function logFrame(type: number, announcedBytes: number, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(type, 0);
  bytes.writeUInt32BE(announcedBytes, 4);
  return Buffer.concat([bytes, body]);
}

/** One thing that code inside can do to its descriptors or itself. */
const step: fc.Arbitrary<Act> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map(
    (bytes): Act =>
      (inside) =>
        inside.control(bytes),
  ),
  // Frames of any type: named or not, with garbage behind the name.
  fc.tuple(types, fc.uint8Array({ maxLength: 40 }), fc.boolean()).map(
    ([type, body, isNamed]): Act =>
      (inside) => {
        inside.control(frameOf(type, isNamed ? idBytes : new Uint8Array(), body));
      },
  ),
  // Cut off, with or without the rest later on.
  fc.tuple(types, fc.nat(60), fc.boolean()).map(
    ([type, cut, goesOn]): Act =>
      (inside) => {
        const frame = frameOf(type, idBytes, Buffer.from('{"errorType":"E"}'));
        inside.control(frame.subarray(0, cut));
        if (goesOn) for (const byte of frame.subarray(cut)) inside.control(Buffer.from([byte]));
      },
  ),
  // Too large, by a byte or by all that a header can say; or just not too large, and never sent.
  fc
    .tuple(fc.constantFrom(MAX_FRAME_BODY_BYTES - 1, MAX_FRAME_BODY_BYTES, MAX_FRAME_BODY_BYTES + 1, 0xffffffff), types)
    .map(
      ([bytes, type]): Act =>
        (inside) =>
          inside.control(header(bytes, type)),
    ),
  // Answers: honest, twice in one piece, of another invocation, before anything was asked, with names that are none.
  fc
    .constantFrom(
      frameOf(FRAME_TYPE.initDone),
      answer,
      Buffer.concat([answer, answer]),
      frameOf(FRAME_TYPE.response | QUIET, idBytes, Buffer.from("{}")),
      frameOf(FRAME_TYPE.response, named(OTHER_ID), Buffer.from("{}")),
      frameOf(FRAME_TYPE.error, named(OTHER_ID), Buffer.from("{}")),
      frameOf(FRAME_TYPE.responseTooLarge, idBytes),
      frameOf(FRAME_TYPE.response, Buffer.from([255]), Buffer.alloc(10)),
      frameOf(FRAME_TYPE.response, Buffer.from([0])),
      frameOf(FRAME_TYPE.ready, Buffer.alloc(10_000, 0x0a)),
      frameOf(FRAME_TYPE.initError, Buffer.from("[".repeat(50_000))),
      frameOf(FRAME_TYPE.error, idBytes, Buffer.from(`{"errorType":${JSON.stringify("long\n".repeat(10_000))}}`)),
      frameOf(FRAME_TYPE.init, Buffer.from("{}")),
      frameOf(FRAME_TYPE.invoke, Buffer.from("{}")),
    )
    .map(
      (bytes): Act =>
        (inside) =>
          inside.control(bytes),
    ),
  // Parts of a streamed response: in order, out of order, of another invocation, empty, with a content type that is none.
  fc
    .constantFrom(
      ...[idBytes, named(OTHER_ID)].flatMap((id) => [
        frameOf(FRAME_TYPE.responseStart, id, Buffer.from("text/plain")),
        frameOf(FRAME_TYPE.responseChunk, id, Buffer.from("part")),
        frameOf(FRAME_TYPE.responseEnd, id),
      ]),
      frameOf(FRAME_TYPE.responseStart, idBytes, Buffer.from("a\r\nb")),
      frameOf(FRAME_TYPE.responseChunk, idBytes),
      streamed,
      Buffer.concat([streamed, frameOf(FRAME_TYPE.responseEnd, idBytes)]),
    )
    .map(
      (bytes): Act =>
        (inside) =>
          inside.control(bytes),
    ),
  fc.constantFrom(FRAME_TYPE.error, FRAME_TYPE.fatalError).map(
    (type): Act =>
      (inside) =>
        inside.control(frameOf(type, idBytes, Buffer.from('{"errorType":"E"}'))),
  ),
  fc.uint8Array({ maxLength: 60 }).map(
    (bytes): Act =>
      (inside) =>
        inside.log(bytes),
  ),
  fc
    .tuple(
      fc.constantFrom(...Object.values(LOG_TYPE)),
      fc.constantFrom(0, 5, 60, 0xffffffff),
      fc.uint8Array({ maxLength: 60 }),
    )
    .map(
      ([type, bytes, body]): Act =>
        (inside) =>
          inside.log(logFrame(type, bytes, body)),
    ),
  fc.uint8Array({ maxLength: 60 }).map(
    (bytes): Act =>
      (inside) =>
        inside.print(bytes),
  ),
  fc.constant((inside: FakeInside) => inside.closeControl()),
  fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.nat(255)).map(
    ([bytes, exitCode]): Act =>
      (inside) => {
        inside.control(bytes);
        inside.exit({ exitCode });
      },
  ),
  fc.nat(255).map(
    (exitCode): Act =>
      (inside) =>
        inside.exit({ exitCode }),
  ),
  fc.constant((inside: FakeInside) => inside.exit({ signal: "SIGKILL", oomKilled: true })),
);
const readers = fc.constantFrom<Reader>("none", "quick", "slow", "stuck", "throwing");
const acts = fc.array(step, { maxLength: 4 });
const request = { requestId: REQUEST_ID, invokedFunctionArn: "arn", payload: Buffer.from("{}") };

/** The limits of load and function, a hundred times as fast. */
const clock: Clock = {
  ...systemClock,
  monotonicMs: () => systemClock.monotonicMs() * 100,
  schedule: (delayMs, callback) => systemClock.schedule(delayMs / 100, callback),
};
/** Its code may run before the runtime has booted; without such a variable, an end until then is the host's fault. */
const environmentVariables = { NODE_OPTIONS: "--require /var/task/early.js" };
const spec = fixtureSpec("fuzzed", "nodejs22.x", { timeoutMs: 2000, environmentVariables });
const recipe = bootRecipe(BARE_RUNTIME, spec);

function start(driver: ReturnType<typeof createFakeDriver>) {
  const count = { gone: 0 };
  const environment = new Environment(
    {
      clock,
      recipe,
      start: () => RuntimeProcess.start(driver, recipe, clock),
      idleMs: 60_000,
      onLoaded: () => undefined,
      onIdle: () => undefined,
      onRest: () => undefined,
      onGone: () => {
        count.gone += 1;
      },
    },
    spec,
  );
  return { environment, count };
}

type Reader = "none" | "quick" | "slow" | "stuck" | "throwing";

/** Reads a response in parts, and notes what it was told. */
function readerOf(kind: Reader) {
  const told: string[] = [];
  let faults = 0;
  let isBusy = false;
  const listener = guardListener(
    {
      start: () => void told.push("start"),
      async chunk(bytes) {
        expect(isBusy).toBe(false);
        expect(bytes.length).toBeGreaterThan(0);
        told.push("chunk");
        isBusy = true;
        if (kind === "throwing") throw new Error("the reader's own fault");
        if (kind === "stuck") await new Promise(() => {});
        if (kind === "slow") await new Promise((resolve) => setTimeout(resolve, 1));
        isBusy = false;
      },
    },
    () => {
      faults += 1;
    },
  );
  return { told, listener: kind === "none" ? undefined : listener, faults: () => faults };
}

async function serve(environment: Environment, kind: Reader = "none") {
  const lines: string[] = [];
  const reader = readerOf(kind);
  const report = await environment.serve(request, (line) => lines.push(line.message), reader.listener);
  const told = [...reader.told];
  expect(told.slice(0, 1)).toEqual(report.streamed ? ["start"] : []);
  expect(told.slice(1)).not.toContain("start");
  expect(reader.faults()).toBe(kind === "throwing" && told.includes("chunk") ? 1 : 0);
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(reader.told).toEqual(told);
  expect(OUTCOMES).toContain(report.outcome.kind);
  const platform = lines.filter((line) => /^(START|END|REPORT) RequestId: /.test(line));
  expect(platform.map((line) => line.split(" ")[0])).toEqual(["START", "END", "REPORT"]);
  expect(lines.at(-1)).toMatch(/^REPORT /);
  expect(lines.at(-1)!.length).toBeLessThan(2_000);
}

const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
beforeAll(() => void process.on("unhandledRejection", remember));
afterAll(() => {
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
});

test("whatever code inside writes or does, an invocation ends in an outcome, with START, END and REPORT", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { maxLength: 4 }), fc.boolean(), readers, async (turns, boots, reader) => {
      let turn = 0;
      const driver = createFakeDriver((frame, inside) => {
        if (frame === "start" && boots) inside.control(encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3")));
        else for (const act of turns[turn++] ?? []) act(inside);
      });
      const { environment, count } = start(driver);
      await serve(environment, reader);
      await environment.close();
      expect(count.gone).toBe(1);
      expect(driver.ended).toBe(driver.started);
    }),
    { numRuns: 100, endOnFailure: true },
  );
}, 120_000);

test("whatever code does after an honest answer, the environment serves the next event or is gone", async () => {
  await fc.assert(
    fc.asyncProperty(acts, acts, readers, async (whenIdle, whenAsked, reader) => {
      let inside: FakeInside | undefined;
      let events = 0;
      const driver = createFakeDriver((frame, here) => {
        inside = here;
        if (frame === "start") here.control(encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3")));
        else if (frame.type === FRAME_TYPE.init) here.control(encodeFrame(FRAME_TYPE.initDone));
        else if (++events === 1) here.control(answer);
        else for (const act of whenAsked) act(here);
      });
      const { environment, count } = start(driver);
      await serve(environment);
      expect(environment.isAvailable).toBe(true);
      for (const act of whenIdle) act(inside!);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (environment.isAvailable) {
        environment.take();
        await serve(environment, reader);
      }
      await environment.close();
      expect(count.gone).toBe(1);
      expect(driver.ended).toBe(driver.started);
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 120_000);

test("whatever code does while it is loaded ahead of an event, it waits for events or is gone", async () => {
  await fc.assert(
    fc.asyncProperty(acts, acts, fc.boolean(), async (whenLoaded, whenAsked, loads) => {
      const driver = createFakeDriver((frame, inside) => {
        if (frame === "start") inside.control(encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3")));
        else if (frame.type === FRAME_TYPE.init) {
          if (loads) inside.control(encodeFrame(FRAME_TYPE.initDone));
          for (const act of whenLoaded) act(inside);
        } else for (const act of whenAsked) act(inside);
      });
      const { environment, count } = start(driver);
      const waits = await environment.warm();
      expect(waits).toBe(environment.isAvailable);
      if (waits) {
        environment.take();
        await serve(environment);
      }
      await environment.close();
      expect(count.gone).toBe(1);
      expect(driver.ended).toBe(driver.started);
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 120_000);
