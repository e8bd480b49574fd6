import type { StoredLogEvent } from "@lambent/model";
import { expect, test } from "vitest";
import { EMPTY_BUFFER, LIVE_TAIL_MAX_LINES, withEvents } from "./live-tail-buffer.ts";

const events = (from: number, to: number): StoredLogEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    id: from + index,
    timestampMs: 0,
    message: `line ${from + index}`,
    logGroupName: "/aws/lambda/hello",
    logStreamName: "stream",
  }));

test("the newest 500 lines stay and the rest is counted", () => {
  const buffer = withEvents(withEvents(EMPTY_BUFFER, events(1, 400)), events(401, 700));
  expect(buffer.events).toHaveLength(LIVE_TAIL_MAX_LINES);
  expect([buffer.events[0]?.id, buffer.events.at(-1)?.id]).toEqual([201, 700]);
  expect(buffer.droppedCount).toBe(200);
});

test("a burst larger than the buffer leaves its end", () => {
  const buffer = withEvents(EMPTY_BUFFER, events(1, 1_200));
  expect(buffer.events[0]?.id).toBe(701);
  expect(buffer.droppedCount).toBe(700);
});

test("lines told again after a reconnection appear once", () => {
  const buffer = withEvents(withEvents(EMPTY_BUFFER, events(1, 5)), events(4, 7));
  expect(buffer.events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
