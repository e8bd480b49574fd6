import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ResponseListener } from "./runner.port.ts";
import { Fixtures } from "./testing/fixture-functions.ts";

const RUNTIME = "nodejs22.x";
const ALL: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];
const CHUNK_LIMIT_BYTES = 65_536;

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());

/** Notes what it is told. */
class Reader implements ResponseListener {
  contentTypes: string[] = [];
  chunks: Buffer[] = [];
  start({ contentType }: { contentType: string }) {
    this.contentTypes.push(contentType);
  }
  chunk(bytes: Uint8Array): Promise<void> | void {
    this.chunks.push(Buffer.from(bytes));
  }
  get text(): string {
    return Buffer.concat(this.chunks).toString("utf8");
  }
}

async function stream(
  handler: string,
  runtime: RuntimeId,
  options: Parameters<Fixtures["run"]>[2] = {},
  keep?: string,
) {
  const reader = new Reader();
  const run = await fixtures.run(
    "streams",
    runtime,
    { handler: `index.${handler}`, onResponse: reader, ...options },
    keep,
  );
  return { ...run, reader };
}

describe.each(ALL)("%s", (runtime) => {
  test("hands out what the function writes, and the outcome has no payload", async () => {
    const { outcome, report, reader, lines } = await stream("handler", runtime, { event: { a: 1 } });
    expect(reader.contentTypes).toEqual(["application/octet-stream"]);
    expect(reader.text).toBe('{"streamed":{"a":1}}');
    expect(outcome).toEqual({ kind: "succeeded", payload: expect.objectContaining({ length: 0 }) });
    expect(report.streamed).toEqual({ contentType: "application/octet-stream", bytes: 20 });
    expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual(["START", "END", "REPORT"]);
  });

  test("hands it out while the function still runs, and a timeout ends it there", async () => {
    const { outcome, report, reader, lines } = await stream("waitsForEver", runtime, { timeoutMs: 500 });
    expect(reader.text).toBe("before the wait");
    expect(outcome).toMatchObject({ kind: "timedOut", limitMs: 500 });
    expect(report.streamed?.bytes).toBe(15);
    expect(lines.at(-1)).toMatch(/^REPORT .*\tDuration: 500\.00 ms\t.*Status: timeout$/);
  });

  test("tells an error after the first byte in the outcome, when all that was written is out", async () => {
    const { outcome, json, report, reader, lines } = await stream("throwsHalfway", runtime);
    expect(reader.text).toBe("before the error, corked");
    expect(outcome).toMatchObject({ kind: "functionError", errorType: "RangeError" });
    expect(json).toMatchObject({ errorMessage: "halfway" });
    expect(report.streamed?.bytes).toBe(24);
    expect(lines.join("\n")).toContain("\tERROR\tInvoke Error \t");
  });

  test("starts no response for an error before the first byte", async () => {
    const { outcome, report, reader } = await stream("throwsAtOnce", runtime);
    expect(outcome).toMatchObject({ kind: "functionError", errorType: "RangeError" });
    expect([reader.contentTypes, reader.chunks, report.streamed]).toEqual([[], [], undefined]);
  });

  test("an environment whose function failed halfway and writes on serves the next event", async () => {
    const first = await stream("writesLate", runtime, {}, "late");
    expect(first.outcome).toMatchObject({ kind: "functionError", errorType: "Error" });
    expect(first.reader.text).toBe("in time");
    const second = await stream("writesLate", runtime, {}, "late");
    expect(second.report.coldStart).toBe(false);
    expect(second.reader.text).toBe("in time");
  });

  test("sets the content type and turns objects into JSON", async () => {
    const { reader } = await stream("typed", runtime);
    expect(reader.contentTypes).toEqual(["text/html"]);
    expect(reader.text).toBe('<p>{"of":"objects"}</p>');
  });

  test("puts an HTTP prelude first", async () => {
    const { reader } = await stream("prelude", runtime);
    expect(reader.contentTypes).toEqual(["application/vnd.awslambda.http-integration-response"]);
    expect(reader.text).toBe(`{"statusCode":201,"headers":{"X-Own":"1"}}${"\0".repeat(8)}body`);
  });
});

test("an empty response starts and has no chunk", async () => {
  const { outcome, report, reader } = await stream("nothing", RUNTIME);
  expect(outcome.kind).toBe("succeeded");
  expect(reader.chunks).toEqual([]);
  expect(report.streamed).toEqual({ contentType: "application/octet-stream", bytes: 0 });
});

test.each(["text/plain\r\nX-Forged: 1", "text/✓", "x".repeat(2000)])(
  "a content type that is none (%#) is the function's error",
  async (type) => {
    const { outcome, reader } = await stream("content", RUNTIME, { event: { type } });
    expect(outcome).toMatchObject({ kind: "functionError", errorType: "TypeError" });
    expect(reader.contentTypes).toEqual([]);
  },
);

test("a process that exits halfway is told as the exit, and all that it wrote is handed out to a slow reader", async () => {
  const reader = new Reader();
  const slow: ResponseListener = {
    start: (head) => reader.start(head),
    async chunk(bytes) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await reader.chunk(bytes);
    },
  };
  const options = { onResponse: slow, timeoutMs: 30_000 };
  const { outcome, report } = await stream("exitsHalfway", RUNTIME, options);
  expect(outcome).toMatchObject({ kind: "exited", exitCode: 3 });
  // What the kernel had taken when the process exited; the last write may have been on its way.
  expect(reader.text.length).toBeGreaterThanOrEqual(900_000);
  expect(reader.text.length).toBe(report.streamed?.bytes);
});

test.each(["nodejs20.x", "nodejs22.x"] as const)("%s tells an uncaught error halfway", async (runtime) => {
  const { outcome, reader, lines } = await stream("uncaughtHalfway", runtime);
  expect(reader.text).toBe("before the error");
  expect(outcome).toMatchObject({ kind: "functionError", errorType: "RangeError" });
  expect(lines.join("\n")).toContain("Runtime exited with error: exit status 129");
});

test("a function is held up by a slow reader, and the host reads no further", async () => {
  const megabytes = 30;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let received = 0;
  let wrote = 0;
  const running = fixtures.runWith(
    ({ message }) => {
      wrote = Math.max(wrote, Number(/wrote (\d+)/.exec(message)?.[1] ?? 0));
    },
    "streams",
    RUNTIME,
    {
      handler: "index.writesMegabytes",
      event: { megabytes },
      timeoutMs: 60_000,
      onResponse: {
        start: () => undefined,
        chunk(bytes) {
          expect(bytes.length).toBeLessThanOrEqual(CHUNK_LIMIT_BYTES);
          received += bytes.length;
          return held;
        },
      },
    },
  );
  await expect.poll(() => received).toBeGreaterThan(0);
  const first = received;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(received).toBe(first);
  expect(wrote).toBeLessThanOrEqual(1);
  letGo();
  const { outcome, report } = await running;
  expect(outcome.kind).toBe("succeeded");
  expect([received, report.streamed?.bytes, wrote]).toEqual([megabytes * 1e6, megabytes * 1e6, megabytes]);
});

test("a reader that never is ready again doesn't outlive the function's timeout", async () => {
  let chunks = 0;
  const onResponse: ResponseListener = {
    start: () => undefined,
    chunk() {
      chunks += 1;
      return new Promise(() => {});
    },
  };
  const event = { megabytes: 5 };
  const { outcome } = await stream("writesMegabytes", RUNTIME, { event, onResponse, timeoutMs: 500 });
  expect(outcome.kind).toBe("timedOut");
  expect(chunks).toBe(1);
});

test("streamifyResponse takes a highWaterMark", async () => {
  expect((await stream("tellsHighWaterMark", RUNTIME)).reader.text).toBe("1234");
});

test("a function that doesn't wait for drain loses nothing", async () => {
  const event = { megabytes: 12, patient: false };
  const { reader, outcome } = await stream("writesMegabytes", RUNTIME, { event, timeoutMs: 60_000 });
  expect(outcome.kind).toBe("succeeded");
  const expected = Array.from({ length: 12 }, (_, index) => String.fromCharCode(98 + index).repeat(1e6)).join("");
  expect(reader.text === expected).toBe(true);
});

test("without a reader a streamed response is gathered, up to the limit of a buffered one", async () => {
  const run = (event: unknown) => fixtures.run("streams", RUNTIME, { handler: "index.writesMegabytes", event }, "kept");
  const fits = await run({ megabytes: 6 });
  expect(fits.payload.length).toBe(6e6);
  expect(fits.report.streamed).toBeUndefined();
  const tooLarge = await run({ megabytes: 7 });
  expect(tooLarge.outcome).toMatchObject({ kind: "responseTooLarge", limitBytes: 6_291_556 });
  expect(tooLarge.json).toEqual({
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    errorType: "Function.ResponseSizeTooLarge",
  });
  expect(tooLarge.lines.at(-1)).toMatch(/\tStatus: error\tError Type: Function\.ResponseSizeTooLarge$/);
  const next = await run({ megabytes: 1 });
  expect([next.report.coldStart, next.outcome.kind]).toEqual([false, "succeeded"]);
});

describe("a function that doesn't stream", () => {
  test.each(["nodejs20.x", "nodejs24.x", "python3.12"] as const)("answers with one chunk (%s)", async (runtime) => {
    const reader = new Reader();
    const { outcome, report } = await fixtures.run("echoes", runtime, { event: [1, "é"], onResponse: reader });
    expect(reader.contentTypes).toEqual(["application/json"]);
    expect(reader.chunks.map((chunk) => JSON.parse(String(chunk)))).toEqual([[1, "é"]]);
    expect(outcome).toEqual({ kind: "succeeded", payload: new Uint8Array() });
    expect(report.streamed).toEqual({ contentType: "application/json", bytes: reader.chunks[0]!.length });
  });

  test("is limited as ever, and its errors are in the outcome alone", async () => {
    const reader = new Reader();
    const big = await fixtures.run("big-response", RUNTIME, { event: { bytes: 6_291_557 }, onResponse: reader });
    expect(big.outcome).toMatchObject({ kind: "responseTooLarge", limitBytes: 6_291_556 });
    const failed = await fixtures.run("throws-error", RUNTIME, { onResponse: reader });
    expect(failed.outcome.kind).toBe("functionError");
    expect([reader.contentTypes, reader.chunks]).toEqual([[], []]);
  });
});

describe.each([
  ["throws at the start", "streams", { start: () => fail("start"), chunk: () => undefined }],
  ["throws at a chunk", "streams", { start: () => undefined, chunk: () => fail("chunk") }],
  ["rejects at a chunk", "streams", { start: () => undefined, chunk: async () => fail("chunk") }],
  ["rejects at the only chunk", "echoes", { start: () => undefined, chunk: async () => fail("chunk") }],
])("a reader that %s", (_how, name, onResponse) => {
  test("makes the invocation reject, and leaves the environment as it was", async () => {
    const keep = `reader ${_how}`;
    await expect(fixtures.run(name, RUNTIME, { onResponse }, keep)).rejects.toThrow("the reader's own fault");
    const next = await fixtures.run(name, RUNTIME, {}, keep);
    expect([next.report.coldStart, next.outcome.kind]).toEqual([false, "succeeded"]);
  });
});

function fail(where: string): never {
  throw new Error(`the reader's own fault at the ${where}`);
}
