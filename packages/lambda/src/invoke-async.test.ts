import { PayloadTooLarge } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { functionSettled } from "./function-settled.ts";
import { invokeAsync } from "./invoke-async.ts";
import { openLambda } from "./lambda.fixture.ts";

const HELLO = { functionName: "hello", runtime: "nodejs22.x", architecture: "x86_64" } as const;
const event = (text = "{}") => ({ functionName: "hello", payload: new TextEncoder().encode(text) });

async function withHello() {
  const lambda = await openLambda();
  await functionSettled(lambda.ports, await createFunction(lambda.ports, HELLO));
  const { queuedEvents } = lambda.ports.store;
  const lane = { scope: lambda.ports.scope, functionName: "hello" };
  const all = { nowMs: Number.MAX_SAFE_INTEGER, except: new Set<number>(), maxEvents: 100, maxBytes: 1e9 };
  return { ...lambda, queue: async () => (await queuedEvents.due(lane, all)).events };
}

test("an event is in the queue when its caller has the request id", async () => {
  const { ports, queue } = await withHello();
  const given = { ...event('{ "n" : 1.0 }'), clientContext: '{"a":1}', lineage: "0123abcd:1" };
  const { requestId } = await invokeAsync(ports, given);
  expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await queue()).toMatchObject([
    { requestId, functionName: "hello", qualifier: "$LATEST", clientContext: '{"a":1}', lineage: "0123abcd:1" },
  ]);
  expect(new TextDecoder().decode((await queue())[0]?.payload)).toBe('{ "n" : 1.0 }');
});

test("a part of a larger buffer is kept as just this part", async () => {
  const { ports, queue } = await withHello();
  const buffer = Buffer.from('secret "mine" secret');
  await invokeAsync(ports, { functionName: "hello", payload: buffer.subarray(7, 13) });
  expect(new TextDecoder().decode((await queue())[0]?.payload)).toBe('"mine"');
});

test("no payload is an empty event, and what isn't JSON is refused", async () => {
  const { ports, queue } = await withHello();
  await invokeAsync(ports, event(""));
  expect(new TextDecoder().decode((await queue())[0]?.payload)).toBe("{}");
  await expect(invokeAsync(ports, event("{"))).rejects.toThrow(
    /^Could not parse request body into json: Could not parse payload into json: /,
  );
});

test("an event of 1 MiB is taken, one byte more is refused in AWS's words", async () => {
  const { ports, queue } = await withHello();
  const largest = `"${"a".repeat(1_048_576 - 2)}"`;
  await invokeAsync(ports, event(largest));
  await expect(invokeAsync(ports, event(`${largest} `))).rejects.toThrow(PayloadTooLarge);
  await expect(invokeAsync(ports, event(`${largest} `))).rejects.toThrow(
    "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
  );
  expect(await queue()).toHaveLength(1);
});

test("a function or qualifier that doesn't exist is named as in a synchronous invocation", async () => {
  const { ports } = await withHello();
  const arn = "arn:aws:lambda:us-east-1:000000000000:function";
  await expect(invokeAsync(ports, { ...event(), functionName: "other" })).rejects.toThrow(
    `Function not found: ${arn}:other:$LATEST`,
  );
  await expect(invokeAsync(ports, { ...event(), qualifier: "PROD" })).rejects.toThrow(
    `Function not found: ${arn}:hello:PROD`,
  );
});

test("an event that can't be written isn't acknowledged", async () => {
  const { ports } = await withHello();
  await ports.definitions.get("hello");
  await ports.store.close();
  await expect(invokeAsync(ports, event())).rejects.toThrow("closed");
});
