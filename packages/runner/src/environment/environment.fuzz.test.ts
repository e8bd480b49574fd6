import fc from "fast-check";
import { expect, test } from "vitest";
import { type Clock, systemClock } from "../clock.ts";
import { createFakeDriver, type FakeInside } from "../testing/fake-driver.ts";
import { fixtureSpec } from "../testing/fixture-functions.ts";
import { encodeFrame, FRAME_TYPE } from "../wire/frame.ts";
import { bootRecipe } from "./boot-recipe.ts";
import { Environment } from "./environment.ts";
import { RuntimeProcess } from "./runtime-process.ts";

const REQUEST_ID = "6a9d0c4e-0000-4000-8000-000000000001";
const idBytes = Buffer.concat([Buffer.from([REQUEST_ID.length]), Buffer.from(REQUEST_ID)]);

/** The limits of load and function, a hundred times as fast. */
const clock: Clock = {
  ...systemClock,
  schedule: (delayMs, callback) => systemClock.schedule(delayMs / 100, callback),
};
const spec = fixtureSpec("fuzzed", "nodejs22.x", { timeoutMs: 2000 });
const recipe = bootRecipe(
  { id: "nodejs22.x", version: "1.2.3", langDirectory: "", runtimeDirectory: "", interpreter: "node" },
  spec,
);

const OUTCOMES = ["succeeded", "functionError", "initFailed", "timedOut", "exited", "responseTooLarge"];

/** One thing that code inside can do to its descriptors or itself. */
const step = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => (inside: FakeInside) => inside.control(bytes)),
  fc
    .tuple(fc.constantFrom(...Object.values(FRAME_TYPE)), fc.uint8Array({ maxLength: 40 }), fc.boolean())
    .map(([type, body, named]) => (inside: FakeInside) => {
      inside.control(encodeFrame(type, named ? idBytes : new Uint8Array(), body));
    }),
  fc.constant((inside: FakeInside) => inside.control(encodeFrame(FRAME_TYPE.initDone))),
  fc.constant((inside: FakeInside) => inside.control(encodeFrame(FRAME_TYPE.response, idBytes, Buffer.from("{}")))),
  fc
    .constantFrom(FRAME_TYPE.error, FRAME_TYPE.fatalError)
    .map(
      (type) => (inside: FakeInside) => inside.control(encodeFrame(type, idBytes, Buffer.from('{"errorType":"E"}'))),
    ),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => (inside: FakeInside) => inside.log(bytes)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => (inside: FakeInside) => inside.print(bytes)),
  fc.constant((inside: FakeInside) => inside.closeControl()),
  fc.nat(255).map((exitCode) => (inside: FakeInside) => inside.exit({ exitCode })),
);

test("whatever code inside writes or does, an invocation ends in an outcome, with START, END and REPORT", async () => {
  const unhandled: unknown[] = [];
  const remember = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", remember);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 4 }),
      fc.boolean(),
      async (turns, boots) => {
        let turn = 0;
        const driver = createFakeDriver((frame, inside) => {
          if (frame === "start" && boots) inside.control(encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3")));
          else for (const act of turns[turn++] ?? []) act(inside);
        });
        let gone = 0;
        const environment = new Environment(
          {
            clock,
            recipe,
            start: () => RuntimeProcess.start(driver, recipe.start, clock),
            idleMs: 60_000,
            onLoaded: () => undefined,
            onIdle: () => undefined,
            onRest: () => undefined,
            onGone: () => {
              gone += 1;
            },
          },
          spec,
        );
        const lines: string[] = [];
        const report = await environment.serve(
          { requestId: REQUEST_ID, invokedFunctionArn: "arn", payload: Buffer.from("{}") },
          (line) => lines.push(line.message),
        );
        expect(OUTCOMES).toContain(report.outcome.kind);
        const platform = lines.filter((line) => /^(START|END|REPORT) RequestId: /.test(line));
        expect(platform.map((line) => line.split(" ")[0])).toEqual(["START", "END", "REPORT"]);
        expect(lines.at(-1)).toMatch(/^REPORT /);
        await environment.close();
        expect(gone).toBe(1);
        expect(driver.ended).toBe(driver.started);
      },
    ),
    { numRuns: 80, endOnFailure: true },
  );
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
}, 120_000);
