import { expect, test } from "vitest";
import { GROUP, messagesOf, numbered, say, startTelemetry, take } from "../telemetry.fixture.ts";

test("beyond the queue's limit events are dropped, and each stream says how many it lost and where", async () => {
  const { telemetry } = await startTelemetry({ logQueue: { maxEvents: 100 } });
  say(telemetry, numbered(150), { stream: "loud" });
  say(telemetry, ["unlucky"], { stream: "quiet" });
  await telemetry.logs.flush();
  say(telemetry, ["later"], { stream: "loud" });
  const read = async (logStreamName: string) =>
    messagesOf((await telemetry.logs.query({ logGroupName: GROUP, logStreamName, limit: 1_000 })).events);
  expect(await read("loud")).toEqual([
    ...numbered(100),
    "LOGS_DROPPED 50 log events were dropped here: they came faster than they could be written.",
    "later",
  ]);
  expect(await read("quiet")).toEqual([
    "LOGS_DROPPED 1 log event was dropped here: they came faster than they could be written.",
  ]);
});

test("the queue is bounded by bytes too", async () => {
  const { telemetry } = await startTelemetry({ logQueue: { maxBytes: 10_000 } });
  say(telemetry, Array(5).fill("x".repeat(4_000)));
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  await telemetry.logs.flush();
  expect(events.map(({ message }) => message.slice(0, 14))).toEqual([
    "xxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxx",
  ]);
  const after = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(after.events.at(-1)!.message).toMatch(/^LOGS_DROPPED 2 /);
});

test("50,000 events at once all arrive, on disk and live", async () => {
  const { telemetry } = await startTelemetry();
  const reader = telemetry.logs.follow({ logGroupName: GROUP }, new AbortController().signal);
  for (let line = 1; line <= 50_000; line += 100) say(telemetry, numbered(100, line), { stream: `stream ${line % 7}` });
  const live = await take(reader, 50_000);
  expect(new Set(live.map(({ id }) => id)).size).toBe(50_000);
  expect(messagesOf(live)).toEqual(numbered(50_000));
  const counts = (await telemetry.logs.streams(GROUP)).map(({ eventCount }) => eventCount);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50_000);
  const page = await telemetry.logs.query({ logGroupName: GROUP, limit: 10_000 });
  expect(messagesOf(page.events)).toEqual(numbered(10_000, 40_001));
});
