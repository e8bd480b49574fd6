import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRELUDE_LIMIT_BYTES, type PreludeStep, ResponsePrelude, streamHead } from "./response-prelude.ts";

const NULS = "\0".repeat(8);
const encode = (text: string) => new TextEncoder().encode(text);

/** Pushes pieces until the prelude is over. @returns the last step, with all that follows in `rest`. */
function read(pieces: readonly Uint8Array[]): PreludeStep {
  const prelude = new ResponsePrelude();
  for (const [index, piece] of pieces.entries()) {
    const step = prelude.push(piece);
    if (step.kind === "head") return { ...step, rest: Buffer.concat([step.rest, ...pieces.slice(index + 1)]) };
    if (step.kind === "malformed") return step;
  }
  return { kind: "waiting" };
}

const METADATA = { statusCode: 201, headers: { "Content-Type": "text/html", "X-A": "é" }, cookies: ["a=b", "c=d"] };
const HEAD = {
  statusCode: 201,
  headers: [
    ["content-type", "text/html"],
    ["x-a", "é"],
    ["set-cookie", "a=b"],
    ["set-cookie", "c=d"],
  ],
};

// The form of awslambda.HttpResponseStream: metadata as JSON, 8 NUL bytes, body. @see spec: lambda §4.4
test("status, headers and cookies come first, the body follows", () => {
  const step = read([encode(`${JSON.stringify(METADATA)}${NULS}<p>`), encode("rest\0of it")]);
  expect(step).toEqual({ kind: "head", head: HEAD, rest: Buffer.from("<p>rest\0of it") });
});

test("pieces of any size give the same", () => {
  const body = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(body, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (bytes, sizes) => {
      const whole = Buffer.concat([encode(`${JSON.stringify(METADATA)}${NULS}`), bytes]);
      const pieces: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const size = sizes[turn % sizes.length]!;
        pieces.push(whole.subarray(at, at + size));
        at += size;
      }
      expect(read(pieces)).toEqual({ kind: "head", head: HEAD, rest: Buffer.from(bytes) });
    }),
  );
});

test("pieces may be used again by their sender", () => {
  const prelude = new ResponsePrelude();
  const piece = encode('{"statusCode":2');
  prelude.push(piece);
  piece.fill(0x20);
  expect(prelude.push(encode(`04}${NULS}`))).toMatchObject({ head: { statusCode: 204 } });
});

test("an empty object is a 200", () => {
  expect(read([encode(`{}${NULS}`)])).toMatchObject({
    head: { statusCode: 200, headers: [["content-type", "application/octet-stream"]] },
  });
});

describe("malformed is", () => {
  test.each([
    ["no JSON", `nothing${NULS}`],
    ["no object", `[200]${NULS}`],
    ["nothing at all", NULS],
    ["a short delimiter", `{}${"\0".repeat(7)}x`],
    ["a status that is none", `{"statusCode":1}${NULS}`],
    ["a header that ends early", `{"headers":{"a":"b\\r\\nc: d"}}${NULS}`],
  ])("%s", (_, text) => {
    expect(read([encode(text)])).toMatchObject({ kind: "malformed" });
    expect(read([...encode(text)].map((byte) => new Uint8Array([byte])))).toMatchObject({ kind: "malformed" });
  });

  test("text that is no UTF-8", () => {
    const step = read([Buffer.concat([encode('{"headers":{"a":"'), Buffer.from([0xff]), encode(`"}}${NULS}`)])]);
    expect(step).toMatchObject({ kind: "malformed", reason: "The prelude is not JSON." });
  });

  test("a prelude without an end, as soon as it is longer than it may be", () => {
    const prelude = new ResponsePrelude();
    const piece = new Uint8Array(64 * 1024).fill(0x20);
    expect([prelude.push(piece).kind, prelude.push(piece).kind]).toEqual(["waiting", "waiting"]);
    expect(prelude.push(new Uint8Array([0x20]))).toMatchObject({ kind: "malformed" });
  });

  test("a stream that ends within it", () => {
    const prelude = new ResponsePrelude();
    expect(prelude.push(encode("{}"))).toEqual({ kind: "waiting" });
    expect(prelude.end().kind).toBe("malformed");
  });
});

test("a prelude of just the size that it may have is read", () => {
  const text = "{}".padEnd(PRELUDE_LIMIT_BYTES);
  expect(read([encode(text), encode(NULS)])).toMatchObject({ kind: "head" });
});

test("whatever bytes come, in whatever pieces, one of three things is said", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.array(fc.constantFrom(0, 0x7b, 0x7d, 0x22, 0x3a, 0x31), { maxLength: 40 }).map((list) => Uint8Array.from(list)),
    fc.json().map((json) => encode(`${json}${NULS}`)),
  );
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 8 }), (pieces) => {
      expect(["waiting", "head", "malformed"]).toContain(read(pieces).kind);
    }),
    { numRuns: 2000 },
  );
});

test("a stream without a prelude has its own type and a 200", () => {
  expect(streamHead("text/event-stream")).toEqual({
    statusCode: 200,
    headers: [["content-type", "text/event-stream"]],
  });
});
