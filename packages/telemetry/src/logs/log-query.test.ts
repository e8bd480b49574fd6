import { expect, test } from "vitest";
import { GROUP, messagesOf, numbered, START_MS, STREAM, say, startTelemetry } from "../telemetry.fixture.ts";

const HOUR_MS = 3_600_000;

test("events can be read as soon as they are given, oldest first", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, ["START", "hello", "END"]);
  const { events, hasMore } = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(messagesOf(events)).toEqual(["START", "hello", "END"]);
  expect(events[0]).toEqual({
    id: 1,
    logGroupName: GROUP,
    logStreamName: STREAM,
    timestampMs: START_MS,
    message: "START",
  });
  expect(hasMore).toBe(false);
});

test("a query answers the newest events, and older ones page by page", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, numbered(1_000));
  const newest = await telemetry.logs.query({ logGroupName: GROUP, limit: 400 });
  expect(messagesOf(newest.events)).toEqual(numbered(400, 601));
  expect(newest.hasMore).toBe(true);
  const older = await telemetry.logs.query({ logGroupName: GROUP, limit: 600, beforeId: newest.events[0]!.id });
  expect(messagesOf(older.events)).toEqual(numbered(600));
  expect(older.hasMore).toBe(false);
});

test("afterId goes forward from an event", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, numbered(300));
  const page = await telemetry.logs.query({ logGroupName: GROUP, limit: 200, afterId: 50 });
  expect(messagesOf(page.events)).toEqual(numbered(200, 51));
  expect(page.hasMore).toBe(true);
});

test("a query can be bound by stream, by request and by time", async () => {
  const { telemetry } = await startTelemetry();
  const at = (timestampMs: number, message: string) => [{ timestampMs, message }];
  telemetry.logs.append(GROUP, "one", at(START_MS - 2 * HOUR_MS, "early"), "request-1");
  telemetry.logs.append(GROUP, "two", at(START_MS - HOUR_MS, "middle"), "request-2");
  telemetry.logs.append(GROUP, "one", at(START_MS, "late"), "request-3");
  telemetry.logs.append("/aws/lambda/other", "one", at(START_MS, "elsewhere"), "request-3");
  const found = async (query: object) =>
    messagesOf((await telemetry.logs.query({ logGroupName: GROUP, limit: 10, ...query })).events);
  expect(await found({ logStreamName: "one" })).toEqual(["early", "late"]);
  expect(await found({ requestId: "request-3" })).toEqual(["late"]);
  expect(await found({ requestId: "request-3", logStreamName: "two" })).toEqual([]);
  expect(await found({ startMs: START_MS - HOUR_MS, endMs: START_MS })).toEqual(["middle"]);
  expect(await found({ startMs: START_MS + 1 })).toEqual([]);
  expect(await found({ logStreamName: "no such stream" })).toEqual([]);
  expect(await found({ logGroupName: "/aws/lambda/nobody" })).toEqual([]);
});

test("a filter looks through all of a large group, not only through the newest events", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, ["the ERROR that matters", ...numbered(10_000)]);
  const { events, hasMore } = await telemetry.logs.query({ logGroupName: GROUP, limit: 5, filter: "ERROR -ignored" });
  expect(messagesOf(events)).toEqual(["the ERROR that matters"]);
  expect(hasMore).toBe(false);
});

test("a bad filter or limit is refused with the reason", async () => {
  const { telemetry } = await startTelemetry();
  await expect(telemetry.logs.query({ logGroupName: GROUP, limit: 10, filter: '"open' })).rejects.toThrow(
    /Invalid filter pattern: the double quote at position 1 is never closed/,
  );
  for (const limit of [0, 10_001, 1.5]) {
    await expect(telemetry.logs.query({ logGroupName: GROUP, limit })).rejects.toMatchObject({
      code: "InvalidParameterValue",
    });
  }
});

test("messages survive line breaks, NUL and every script; too long ones are cut and say so", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, ["a\nb\tc\r", "nul\0end", "größe 東京 🎉", `${"é".repeat(600_000)}`]);
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(messagesOf(events.slice(0, 3))).toEqual(["a\nb\tc\r", "nul␀end", "größe 東京 🎉"]);
  expect(events[3]!.message).toMatch(/é… \[cut: the message was 1200000 bytes, 1048550 is the limit\]$/);
  expect(Buffer.byteLength(events[3]!.message)).toBeLessThanOrEqual(1_048_550);
});

test("streams tell their first and last event and how many they hold", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, numbered(3), { stream: "older" });
  say(telemetry, numbered(2), { stream: "newer", atMs: START_MS + HOUR_MS });
  say(telemetry, ["x"], { group: "/aws/lambda/other" });
  expect(await telemetry.logs.streams(GROUP)).toEqual([
    { logStreamName: "newer", firstEventMs: START_MS + HOUR_MS, lastEventMs: START_MS + HOUR_MS + 1, eventCount: 2 },
    { logStreamName: "older", firstEventMs: START_MS, lastEventMs: START_MS + 2, eventCount: 3 },
  ]);
});

test("a deleted group is empty, others stay, and new events begin it anew", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, numbered(5_000));
  say(telemetry, ["kept"], { group: "/aws/lambda/other" });
  await telemetry.logs.deleteGroup(GROUP);
  await telemetry.logs.deleteGroup("/aws/lambda/nobody");
  expect((await telemetry.logs.query({ logGroupName: GROUP, limit: 10 })).events).toEqual([]);
  expect(await telemetry.logs.streams(GROUP)).toEqual([]);
  say(telemetry, ["anew"]);
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(events).toMatchObject([{ message: "anew", id: 5_002 }]);
  expect((await telemetry.logs.query({ logGroupName: "/aws/lambda/other", limit: 10 })).events).toHaveLength(1);
});
