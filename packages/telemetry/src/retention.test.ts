import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GROUP, invocation, messagesOf, numbered, START_MS, say, startTelemetry } from "./telemetry.fixture.ts";

const DAY_MS = 86_400_000;
const MIB = 1_048_576;

test("by default nothing goes because of its age", async () => {
  const { telemetry, clock } = await startTelemetry();
  say(telemetry, ["old"]);
  telemetry.invocations.add(invocation());
  await telemetry.logs.flush();
  clock.advance({ days: 4_000 });
  await telemetry.enforceRetention();
  expect((await telemetry.logs.query({ logGroupName: GROUP, limit: 10 })).events).toHaveLength(1);
  expect(await telemetry.invocations.get(invocation().requestId)).not.toBeNull();
});

test("with a number of days, what is older goes and streams tell what is left", async () => {
  const { telemetry, clock } = await startTelemetry({ retention: { retentionDays: 3 } });
  say(telemetry, numbered(3_000), { stream: "old" });
  say(telemetry, numbered(2_500), { stream: "both" });
  say(telemetry, numbered(10), { stream: "both", atMs: START_MS + 2 * DAY_MS });
  await telemetry.logs.flush();
  clock.advance({ days: 4 });
  await telemetry.enforceRetention();
  expect(await telemetry.logs.streams(GROUP)).toEqual([
    {
      logStreamName: "both",
      firstEventMs: START_MS + 2 * DAY_MS,
      lastEventMs: START_MS + 2 * DAY_MS + 9,
      eventCount: 10,
    },
  ]);
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 100 });
  expect(messagesOf(events)).toEqual(numbered(10));
  // A stream that was deleted can come back.
  say(telemetry, ["again"], { stream: "old", atMs: START_MS + 4 * DAY_MS });
  expect((await telemetry.logs.query({ logGroupName: GROUP, logStreamName: "old", limit: 5 })).events).toHaveLength(1);
});

test("over the size limit the oldest events and records go, until the file holds less than the limit", async () => {
  const { telemetry, directory } = await startTelemetry({ retention: { maxBytes: 8 * MIB } });
  for (let minute = 0; minute < 40; minute += 1) {
    const atMs = START_MS + minute * 60_000;
    say(telemetry, Array(500).fill(`minute ${minute} ${"x".repeat(500)}`), { atMs });
    telemetry.invocations.add(
      invocation({ requestId: `request ${minute}`, startedMs: atMs, event: "x".repeat(50_000) }),
    );
  }
  await telemetry.logs.flush();
  await telemetry.enforceRetention();
  const [stream] = await telemetry.logs.streams(GROUP);
  expect(stream!.firstEventMs).toBeGreaterThan(START_MS + 5 * 60_000);
  expect(stream!.firstEventMs).toBeLessThan(START_MS + 25 * 60_000);
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 1 });
  expect(events[0]!.message).toMatch(/^minute 39 /);
  expect(await telemetry.invocations.get("request 0")).toBeNull();
  expect(await telemetry.invocations.get("request 39")).not.toBeNull();
  await telemetry.close();
  expect(statSync(join(directory, "telemetry.db")).size).toBeLessThan(16 * MIB);
});

test("retention runs by itself when much is written", async () => {
  const { telemetry } = await startTelemetry({ retention: { maxBytes: 4 * MIB } });
  for (let round = 0; round < 40; round += 1) say(telemetry, Array(10).fill("y".repeat(100_000)));
  await telemetry.logs.flush();
  await telemetry.logs.flush(); // after the retention that the first one started
  const [stream] = await telemetry.logs.streams(GROUP);
  expect(stream!.eventCount).toBeGreaterThan(20);
  expect(stream!.eventCount).toBeLessThan(200);
});
