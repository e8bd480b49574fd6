import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { GROUP, messagesOf, numbered, say, startTelemetry, take } from "../telemetry.fixture.ts";

const LIVE = new AbortController().signal;

test("replay and live meet without gap or double, whatever is on disk, waiting or yet to come", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, numbered(5_000));
  await telemetry.logs.flush();
  say(telemetry, numbered(500, 5_001)); // still waiting to be written
  const reader = telemetry.logs.follow({ logGroupName: GROUP, afterId: 10 }, LIVE);
  const seen = await take(reader, 100);
  for (let line = 5_501; line <= 8_000; line += 7) {
    say(telemetry, numbered(Math.min(7, 8_001 - line), line));
    if (line % 10 === 0) await setImmediate();
    if (line === 6_005) await telemetry.logs.flush();
  }
  seen.push(...(await take(reader, 8_000 - 10 - 100)));
  expect(messagesOf(seen)).toEqual(numbered(7_990, 11));
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 7_990 }, (_, index) => 11 + index));
  await reader.return(undefined);
});

test("without afterId a reader gets only what comes after it began", async () => {
  const { telemetry } = await startTelemetry();
  say(telemetry, ["before"]);
  const reader = telemetry.logs.follow({ logGroupName: GROUP }, LIVE);
  say(telemetry, ["after"]);
  expect(messagesOf(await take(reader, 1))).toEqual(["after"]);
});

test("a waiting reader is woken by its own group's events that match its filter", async () => {
  const { telemetry } = await startTelemetry();
  const reader = telemetry.logs.follow({ logGroupName: GROUP, filter: "?WARN ?ERROR" }, LIVE);
  const next = take(reader, 2);
  await setImmediate();
  say(telemetry, ["ERROR elsewhere"], { group: "/aws/lambda/other" });
  say(telemetry, ["INFO a", "WARN b"]);
  await setImmediate();
  say(telemetry, ["ERROR c"]);
  expect(messagesOf(await next)).toEqual(["WARN b", "ERROR c"]);
});

test("a reader slower than the writer still gets everything, from disk", async () => {
  const { telemetry } = await startTelemetry();
  const reader = telemetry.logs.follow({ logGroupName: GROUP }, LIVE);
  say(telemetry, numbered(10));
  const seen = await take(reader, 5);
  for (let round = 0; round < 10; round += 1) {
    say(telemetry, numbered(1_000, 11 + round * 1_000));
    await telemetry.logs.flush();
  }
  seen.push(...(await take(reader, 10_005)));
  expect(messagesOf(seen)).toEqual(numbered(10_010));
});

test("aborting ends a reader that waits; so does closing", async () => {
  const { telemetry } = await startTelemetry();
  const controller = new AbortController();
  const aborted = telemetry.logs.follow({ logGroupName: GROUP }, controller.signal).next();
  const closed = telemetry.logs.follow({ logGroupName: GROUP }, LIVE).next();
  controller.abort();
  expect(await aborted).toEqual({ value: undefined, done: true });
  await telemetry.close();
  expect(await closed).toEqual({ value: undefined, done: true });
});

test("a reader that comes back with an id from another data folder gets what is new", async () => {
  const { telemetry } = await startTelemetry();
  const reader = telemetry.logs.follow({ logGroupName: GROUP, afterId: 123_456_789 }, LIVE);
  say(telemetry, ["new"]);
  expect(messagesOf(await take(reader, 1))).toEqual(["new"]);
});

test("a bad filter is refused at once", async () => {
  const { telemetry } = await startTelemetry();
  expect(() => telemetry.logs.follow({ logGroupName: GROUP, filter: "{ nonsense }" }, LIVE)).toThrow(
    /a selector such as \$\.level was expected instead of "nonsense }"/,
  );
});
