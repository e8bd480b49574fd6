import { describe, expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import type { ResponseListener } from "../runner.port.ts";
import { BARE_RUNTIME } from "../testing/bare-runtime.ts";
import { createFakeDriver } from "../testing/fake-driver.ts";
import { fixtureSpec } from "../testing/fixture-functions.ts";
import {
  encodeFrame,
  FRAME_TYPE,
  RESPONSE_CHUNK_LIMIT_BYTES,
  RESPONSE_LIMIT_BYTES,
  STREAMED_RESPONSE_LIMIT_BYTES,
} from "../wire/frame.ts";
import { bootRecipe } from "./boot-recipe.ts";
import { Environment } from "./environment.ts";
import { RuntimeProcess } from "./runtime-process.ts";

const REQUEST_ID = "6a9d0c4e-0000-4000-8000-000000000001";
const frame = (type: keyof typeof FRAME_TYPE, body: string | Buffer = "", requestId = REQUEST_ID) =>
  encodeFrame(
    FRAME_TYPE[type],
    Buffer.from([requestId.length]),
    Buffer.from(requestId),
    typeof body === "string" ? Buffer.from(body) : body,
  );

/** One invocation of a function that writes these bytes to fd 3, each in a turn of its own. */
async function serve(written: Iterable<Buffer>, listener?: ResponseListener) {
  const driver = createFakeDriver((frame, inside) => {
    if (frame === "start") inside.control(encodeFrame(FRAME_TYPE.ready, Buffer.from("1.2.3")));
    else if (frame.type === FRAME_TYPE.init) inside.control(encodeFrame(FRAME_TYPE.initDone));
    else for (const bytes of written) inside.control(bytes);
  });
  const spec = fixtureSpec("streamed", "nodejs22.x");
  const recipe = bootRecipe(BARE_RUNTIME, spec);
  const environment = new Environment(
    {
      clock: systemClock,
      recipe,
      start: () => RuntimeProcess.start(driver, recipe, systemClock),
      idleMs: 60_000,
      onLoaded: () => undefined,
      onIdle: () => undefined,
      onRest: () => undefined,
      onGone: () => undefined,
    },
    spec,
  );
  const lines: string[] = [];
  const request = { requestId: REQUEST_ID, invokedFunctionArn: "arn", payload: Buffer.from("{}") };
  const report = await environment.serve(request, (line) => lines.push(line.message), listener);
  const survived = environment.state === "idle";
  await environment.close();
  return { ...report, lines, survived };
}

const START = frame("responseStart", "text/plain");
const CHUNK = frame("responseChunk", "part");
const END = frame("responseEnd");
const other = (type: keyof typeof FRAME_TYPE, body: string) => frame(type, body, "another");

describe("what can't be the next part of a response ends the environment", () => {
  test.each<[string, Buffer[], string]>([
    ["a chunk before the start", [CHUNK, END], "a part came of a response that hasn't started"],
    ["a second start", [START, START], "a response was started twice"],
    ["an end before the start", [END], "an answer (responseEnd) came that isn't of this invocation"],
    ["a chunk of another request", [START, other("responseChunk", "x")], "(responseChunk) came that isn't of this"],
    ["a start of another request", [other("responseStart", "x")], "(responseStart) came that isn't of this"],
    ["an end of another request", [START, other("responseEnd", "")], "(responseEnd) came that isn't of this"],
    ["a whole response after the start", [START, frame("response", "{}")], "(response) came that isn't of this"],
    ["a refusal after the start", [START, frame("responseTooLarge")], "(responseTooLarge) came that isn't of this"],
    ["an empty chunk", [START, frame("responseChunk")], "with 0 bytes"],
    ["a chunk beyond the limit", [START, frame("responseChunk", "x".repeat(65_537))], "with 65537 bytes"],
  ])("%s", async (_what, written, complaint) => {
    for (const listener of [undefined, { start: () => undefined, chunk: () => undefined }]) {
      const { outcome, lines, survived } = await serve(written, listener);
      expect(outcome).toMatchObject({ kind: "exited", signal: "SIGKILL" });
      expect(lines.join("\n")).toContain(`LAMBENT_ERROR: The environment was ended: `);
      expect(lines.join("\n")).toContain(complaint);
      expect(survived).toBe(false);
    }
  });

  test.each<[string, Buffer]>([
    ["a chunk", CHUNK],
    ["a start", START],
    ["an end", END],
  ])("%s after the end, though the response counts", async (_what, late) => {
    const { outcome } = await serve([START, CHUNK, END, late]);
    expect(outcome).toMatchObject({ kind: "succeeded", payload: Buffer.from("part") });
  });
});

test("200 MB pass, and one byte more ends the function", async () => {
  const part = frame("responseChunk", Buffer.alloc(RESPONSE_CHUNK_LIMIT_BYTES));
  const count = STREAMED_RESPONSE_LIMIT_BYTES / RESPONSE_CHUNK_LIMIT_BYTES;
  let bytes = 0;
  const listener = {
    start: () => undefined,
    chunk(chunk: Uint8Array) {
      bytes += chunk.length;
    },
  };
  const all = Array<Buffer>(count).fill(part);
  const whole = await serve([START, ...all, END], listener);
  expect(whole.outcome.kind).toBe("succeeded");
  expect(whole.streamed?.bytes).toBe(STREAMED_RESPONSE_LIMIT_BYTES);
  expect(bytes).toBe(STREAMED_RESPONSE_LIMIT_BYTES);
  bytes = 0;
  const more = await serve([START, ...all, frame("responseChunk", "x"), END], listener);
  expect(more.outcome).toMatchObject({ kind: "responseTooLarge", limitBytes: STREAMED_RESPONSE_LIMIT_BYTES });
  expect(JSON.parse(Buffer.from((more.outcome as { payload: Uint8Array }).payload).toString())).toEqual({
    errorMessage: "Response payload size exceeded maximum allowed payload size (209715200 bytes).",
    errorType: "Function.ResponseSizeTooLarge",
  });
  expect(bytes).toBe(STREAMED_RESPONSE_LIMIT_BYTES);
  expect(more.survived).toBe(false);
}, 60_000);

test("a gathered response that is too large keeps its environment, unless it never ends", async () => {
  const part = frame("responseChunk", Buffer.alloc(RESPONSE_CHUNK_LIMIT_BYTES));
  const count = STREAMED_RESPONSE_LIMIT_BYTES / RESPONSE_CHUNK_LIMIT_BYTES;
  const tooLarge = { kind: "responseTooLarge", limitBytes: RESPONSE_LIMIT_BYTES };
  const large = await serve([START, ...Array<Buffer>(100).fill(part), END]);
  expect(large.outcome).toMatchObject(tooLarge);
  expect(large.survived).toBe(true);
  const endless = await serve([START, ...Array<Buffer>(count + 1).fill(part)]);
  expect(endless.outcome).toMatchObject(tooLarge);
  expect(endless.survived).toBe(false);
}, 60_000);

test("many small parts are gathered whole", async () => {
  const { outcome } = await serve([
    START,
    ...Array.from({ length: 20_000 }, (_, i) => frame("responseChunk", `${i},`)),
    END,
  ]);
  const expected = Array.from({ length: 20_000 }, (_, i) => `${i},`).join("");
  expect(Buffer.from((outcome as { payload: Uint8Array }).payload).toString() === expected).toBe(true);
});

test("an end before the last part is taken waits for the reader", async () => {
  const told: string[] = [];
  const listener = {
    start: () => void told.push("start"),
    async chunk(bytes: Uint8Array) {
      told.push(`${Buffer.from(bytes)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      told.push("taken");
    },
  };
  // In one piece: everything is read before the reader is ready again.
  const { outcome } = await serve([Buffer.concat([START, CHUNK, CHUNK, END])], listener);
  expect(outcome.kind).toBe("succeeded");
  expect(told).toEqual(["start", "part", "taken", "part", "taken"]);
});
