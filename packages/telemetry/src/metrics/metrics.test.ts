import type { OutcomeKind } from "@lambent/model";
import { expect, test } from "vitest";
import { ARN, invocation, START_MS, startTelemetry } from "../telemetry.fixture.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

test("a minute counts invocations, errors and throttles as AWS does", async () => {
  const { telemetry } = await startTelemetry();
  const outcomes: [OutcomeKind, number][] = [
    ["succeeded", 10],
    ["succeeded", 20],
    ["functionError", 30],
    ["timedOut", 3_000],
    ["sandboxFault", 7], // the service's own fault: no invocation
  ];
  for (const [outcome, durationMs] of outcomes) telemetry.invocations.add(invocation({ outcome, durationMs }));
  telemetry.metrics.countThrottle(ARN); // neither an invocation nor an error
  const query = { functionArn: ARN, startMs: START_MS, endMs: START_MS + MINUTE_MS, periodSeconds: 60 };
  expect(await telemetry.metrics.query(query)).toEqual([
    {
      startMs: START_MS,
      invocations: 4,
      errors: 2,
      throttles: 1,
      durationMinMs: 10,
      durationAvgMs: 765,
      durationMaxMs: 3_000,
      concurrentExecutionsMax: 0,
      asyncEventsReceived: 0,
      asyncEventsDropped: 0,
      asyncEventAgeAvgMs: 0,
      asyncEventAgeMaxMs: 0,
      recursiveInvocationsDropped: 0,
      destinationDeliveryFailures: 0,
      urlRequestCount: 0,
      url4xxCount: 0,
      url5xxCount: 0,
      urlRequestLatencyAvgMs: 0,
      urlRequestLatencyMaxMs: 0,
    },
  ]);
  // A second batch adds to what is there.
  telemetry.invocations.add(invocation({ durationMs: 5 }));
  telemetry.metrics.countThrottle(ARN);
  expect(await telemetry.metrics.query(query)).toMatchObject([
    { invocations: 5, throttles: 2, durationMinMs: 5, durationAvgMs: 613, durationMaxMs: 3_000 },
  ]);
});

test("throttles are counted in the minute in which they happen, and leave nothing else behind", async () => {
  const { telemetry, clock } = await startTelemetry();
  const throttled = (count: number) => {
    for (let n = 0; n < count; n++) telemetry.metrics.countThrottle(ARN);
  };
  throttled(3);
  clock.advance({ minutes: 1 });
  throttled(2);
  const flushed = telemetry.logs.flush();
  throttled(1_000); // while the others are being written
  await flushed;
  const query = { functionArn: ARN, startMs: START_MS, endMs: START_MS + DAY_MS, periodSeconds: 60 };
  const points = await telemetry.metrics.query(query);
  expect(points.map(({ throttles }) => throttles)).toEqual([3, 1_002]);
  expect(points.map(({ invocations, errors }) => invocations + errors)).toEqual([0, 0]);
  expect(await telemetry.invocations.list({ functionArn: ARN, limit: 10 })).toEqual([]);
});

test("what happens to events of asynchronous invocations is counted in its minute", async () => {
  const { telemetry, clock } = await startTelemetry();
  const { metrics } = telemetry;
  for (let n = 0; n < 3; n++) metrics.countEvent(ARN, "asyncEventsReceived");
  for (const ageMs of [0, 10, 5]) metrics.observeEventAge(ARN, ageMs);
  clock.advance({ minutes: 1 });
  metrics.countEvent(ARN, "asyncEventsDropped");
  metrics.countEvent(ARN, "recursiveInvocationsDropped");
  metrics.countEvent(ARN, "destinationDeliveryFailures");
  const query = { functionArn: ARN, startMs: START_MS, endMs: START_MS + 2 * MINUTE_MS, periodSeconds: 60 };
  expect(await metrics.query(query)).toMatchObject([
    { asyncEventsReceived: 3, asyncEventsDropped: 0, asyncEventAgeAvgMs: 5, asyncEventAgeMaxMs: 10, invocations: 0 },
    { asyncEventsDropped: 1, recursiveInvocationsDropped: 1, destinationDeliveryFailures: 1, asyncEventAgeMaxMs: 0 },
  ]);
  metrics.observeEventAge(ARN, 45);
  expect(await metrics.query({ ...query, periodSeconds: 120 })).toMatchObject([
    { asyncEventsReceived: 3, asyncEventAgeAvgMs: 15, asyncEventAgeMaxMs: 45 },
  ]);
});

test("requests to a function's URL are counted by what was answered, and how long that took", async () => {
  const { telemetry } = await startTelemetry();
  const { metrics } = telemetry;
  const answers = [
    [200, 10],
    [304, 20],
    [403, 1],
    [502, 41],
  ] as const;
  for (const [statusCode, latencyMs] of answers) metrics.countUrlRequest(ARN, { statusCode, latencyMs });
  const query = { functionArn: ARN, startMs: START_MS, endMs: START_MS + MINUTE_MS, periodSeconds: 60 };
  const counted = { urlRequestCount: 4, url4xxCount: 1, url5xxCount: 1, urlRequestLatencyAvgMs: 18 };
  expect(await metrics.query(query)).toMatchObject([{ ...counted, urlRequestLatencyMaxMs: 41, invocations: 0 }]);
  metrics.countUrlRequest(ARN, { statusCode: 200, latencyMs: 28 });
  expect(await metrics.query(query)).toMatchObject([
    { urlRequestCount: 5, urlRequestLatencyAvgMs: 20, url4xxCount: 1 },
  ]);
});

test("any period of whole minutes merges them; periods without anything have no point", async () => {
  const { telemetry } = await startTelemetry();
  for (const [minute, durationMs] of [
    [0, 10],
    [1, 20],
    [4, 60],
    [12, 5],
  ] as const) {
    telemetry.invocations.add(invocation({ startedMs: START_MS + minute * MINUTE_MS + 59_999, durationMs }));
  }
  const points = async (periodSeconds: number, startMs = START_MS, endMs = START_MS + 60 * MINUTE_MS) =>
    (await telemetry.metrics.query({ functionArn: ARN, startMs, endMs, periodSeconds })).map((point) => [
      (point.startMs - START_MS) / MINUTE_MS,
      point.invocations,
      point.durationAvgMs,
    ]);
  expect(await points(60)).toEqual([
    [0, 1, 10],
    [1, 1, 20],
    [4, 1, 60],
    [12, 1, 5],
  ]);
  expect(await points(300)).toEqual([
    [0, 3, 30],
    [10, 1, 5],
  ]);
  expect(await points(3_600)).toEqual([[0, 4, 23.75]]);
  // The start is rounded down and the end up to whole periods.
  expect(await points(300, START_MS + 2 * MINUTE_MS, START_MS + 3 * MINUTE_MS)).toEqual([[0, 3, 30]]);
});

test("a period, range or order that makes no sense is refused", async () => {
  const { telemetry } = await startTelemetry();
  const query = (patch: object) =>
    telemetry.metrics.query({
      functionArn: ARN,
      startMs: START_MS,
      endMs: START_MS + DAY_MS,
      periodSeconds: 60,
      ...patch,
    });
  for (const periodSeconds of [0, 30, 90, -60])
    await expect(query({ periodSeconds })).rejects.toThrow(/multiple of 60/);
  await expect(query({ endMs: START_MS })).rejects.toThrow(
    "The parameter StartTime must be less than the parameter EndTime.",
  );
  await expect(query({ endMs: START_MS + 400 * DAY_MS })).rejects.toThrow(/more than 100800 periods/);
});

test("concurrency is a minute's peak, and what runs on counts in the next minutes too", async () => {
  const { telemetry, clock } = await startTelemetry();
  const peaks = async () =>
    (
      await telemetry.metrics.query({
        functionArn: ARN,
        startMs: START_MS,
        endMs: START_MS + DAY_MS,
        periodSeconds: 60,
      })
    ).map(({ startMs, concurrentExecutionsMax }) => [(startMs - START_MS) / MINUTE_MS, concurrentExecutionsMax]);
  for (const current of [1, 2, 3, 2]) telemetry.metrics.observeConcurrency(ARN, current);
  expect(await peaks()).toEqual([[0, 3]]);
  clock.advance({ minutes: 2 });
  expect(await peaks()).toEqual([
    [0, 3],
    [1, 2],
    [2, 2],
  ]); // while they still run
  clock.advance({ minutes: 1 });
  for (const current of [1, 0]) telemetry.metrics.observeConcurrency(ARN, current);
  clock.advance({ minutes: 5 });
  telemetry.metrics.observeConcurrency(ARN, 1);
  expect(await peaks()).toEqual([
    [0, 3],
    [1, 2],
    [2, 2],
    [3, 2],
    [8, 1],
  ]);
  clock.advance({ days: 0.5 });
  expect(await peaks()).toHaveLength(5 + 16); // no invocation lasts that long: its end went unnoticed
});

test("metrics outlive the records and go after 15 months", async () => {
  const { telemetry, clock } = await startTelemetry({ retention: { retentionDays: 14 } });
  telemetry.invocations.add(invocation());
  const points = () =>
    telemetry.metrics.query({ functionArn: ARN, startMs: START_MS, endMs: START_MS + DAY_MS, periodSeconds: 60 });
  clock.advance({ days: 454 });
  await telemetry.logs.flush();
  await telemetry.enforceRetention();
  expect(await telemetry.invocations.get(invocation().requestId)).toBeNull();
  expect(await points()).toHaveLength(1);
  clock.advance({ days: 2 });
  await telemetry.enforceRetention();
  expect(await points()).toEqual([]);
});
