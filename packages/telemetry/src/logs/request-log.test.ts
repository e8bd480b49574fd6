import { expect, test } from "vitest";
import {
  GROUP,
  invocation,
  messagesOf,
  numbered,
  START_MS,
  STREAM,
  say,
  startTelemetry,
} from "../telemetry.fixture.ts";
import type { Telemetry } from "../telemetry.ts";

const at = (message: string) => [{ timestampMs: START_MS, message }];
const logOf = async (telemetry: Telemetry, requestId: string) =>
  messagesOf((await telemetry.logs.query({ logGroupName: GROUP, requestId, limit: 100 })).events);

test("one invocation's log is its own lines, between those of others at the same time", async () => {
  const { telemetry } = await startTelemetry();
  for (const word of ["START", "working", "END"]) {
    for (const requestId of ["a", "b"])
      telemetry.logs.append(GROUP, `stream ${requestId}`, at(`${word} ${requestId}`), requestId);
    say(telemetry, numbered(500));
  }
  expect(await logOf(telemetry, "a")).toEqual(["START a", "working a", "END a"]); // while it runs
  telemetry.invocations.add(invocation({ requestId: "a" }));
  telemetry.invocations.add(invocation({ requestId: "b" }));
  say(telemetry, numbered(500));
  expect(await logOf(telemetry, "a")).toEqual(["START a", "working a", "END a"]);
  expect(await logOf(telemetry, "b")).toEqual(["START b", "working b", "END b"]);
  expect(await logOf(telemetry, "c")).toEqual([]);
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, requestId: "a", limit: 2 });
  expect(messagesOf(events)).toEqual(["working a", "END a"]);
});

test("the log of all attempts of a request is found, the running one's too", async () => {
  const { telemetry } = await startTelemetry();
  for (const attempt of [1, 2]) {
    telemetry.logs.append(GROUP, STREAM, at(`attempt ${attempt}`), "a");
    telemetry.invocations.add(invocation({ requestId: "a", outcome: "timedOut" }));
    say(telemetry, numbered(10));
  }
  telemetry.logs.append(GROUP, STREAM, at("attempt 3"), "a");
  expect(await logOf(telemetry, "a")).toEqual(["attempt 1", "attempt 2", "attempt 3"]);
});

test("without a record the lines are found all the same, after a restart too", async () => {
  const { telemetry, directory } = await startTelemetry();
  telemetry.logs.append(GROUP, STREAM, at("cut short"), "a");
  say(telemetry, numbered(5_000));
  await telemetry.close();
  const again = await startTelemetry({ directory });
  expect(await logOf(again.telemetry, "a")).toEqual(["cut short"]);
});

test("lines that were dropped from an invocation's log are told in it", async () => {
  const { telemetry } = await startTelemetry({ logQueue: { maxEvents: 1 } });
  telemetry.logs.append(GROUP, STREAM, [...at("kept"), ...at("lost"), ...at("lost too")], "a");
  await telemetry.logs.flush();
  telemetry.invocations.add(invocation({ requestId: "a" }));
  expect(await logOf(telemetry, "a")).toEqual(["kept", expect.stringMatching(/^LOGS_DROPPED 2 /)]);
});
