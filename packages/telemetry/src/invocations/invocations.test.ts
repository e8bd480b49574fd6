import { expect, test } from "vitest";
import { ARN, invocation, START_MS, startTelemetry } from "../telemetry.fixture.ts";

const requestId = (number: number) => `8f5a2c0e-5f0b-4b0e-9d55-${String(number).padStart(12, "0")}`;

test("a record comes back as it was given, by its request and in the function's list", async () => {
  const { telemetry } = await startTelemetry();
  const record = invocation({
    initDurationMs: 110.1,
    coldStart: true,
    event: '{"a":"\\u0000\ud83d"}',
    response: "東京",
  });
  telemetry.invocations.add(record);
  expect(await telemetry.invocations.get(record.requestId)).toEqual(record);
  expect(await telemetry.invocations.list({ functionArn: ARN, limit: 10 })).toEqual([record]);
  expect(await telemetry.invocations.get(requestId(99))).toBeNull();
  expect(await telemetry.invocations.list({ functionArn: `${ARN}2`, limit: 10 })).toEqual([]);
});

test("a list is newest first, bound by time and outcome, and goes on where it ended", async () => {
  const { telemetry } = await startTelemetry();
  for (let number = 0; number < 500; number += 1) {
    telemetry.invocations.add(
      invocation({
        requestId: requestId(number),
        startedMs: START_MS + Math.floor(number / 2), // two start in the same millisecond
        outcome: number % 10 === 0 ? "timedOut" : "succeeded",
      }),
    );
  }
  const seen: string[] = [];
  let before: { startedMs: number; requestId: string } | undefined;
  while (true) {
    const page = await telemetry.invocations.list({ functionArn: ARN, limit: 77, before });
    if (page.length === 0) break;
    seen.push(...page.map((record) => record.requestId));
    before = page.at(-1);
  }
  expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => requestId(499 - index)));
  const failed = await telemetry.invocations.list({
    functionArn: ARN,
    onlyFailed: true,
    startMs: START_MS + 50,
    endMs: START_MS + 60,
    limit: 10,
  });
  expect(failed.map((record) => record.requestId)).toEqual([requestId(110), requestId(100)]);
  await expect(telemetry.invocations.list({ functionArn: ARN, limit: 0 })).rejects.toThrow(/from 1 to 1000/);
});

test("a request that was tried again answers with its latest attempt; the list has them all", async () => {
  const { telemetry } = await startTelemetry();
  telemetry.invocations.add(invocation({ outcome: "functionError" }));
  telemetry.invocations.add(invocation({ startedMs: START_MS + 60_000 }));
  expect(await telemetry.invocations.get(invocation().requestId)).toMatchObject({ outcome: "succeeded" });
  expect(await telemetry.invocations.list({ functionArn: ARN, limit: 10 })).toHaveLength(2);
});

test("when too much waits, records lose their payloads first, then are dropped and that is told once", async () => {
  const told: string[] = [];
  const { telemetry } = await startTelemetry({
    recordQueue: { maxRecords: 3, maxBytes: 1_000 },
    onError: (message) => told.push(message),
  });
  for (let number = 0; number < 5; number += 1) {
    telemetry.invocations.add(
      invocation({ requestId: requestId(number), startedMs: START_MS + number, event: "x".repeat(400) }),
    );
  }
  const records = await telemetry.invocations.list({ functionArn: ARN, limit: 10 });
  expect(records.map(({ event, eventTruncated }) => [event.length, eventTruncated])).toEqual([
    [0, true],
    [0, true],
    [400, false],
  ]);
  expect(told).toEqual(["Invocation records are being dropped: they come faster than they can be written."]);
});
