import { InvalidParameterValue, type Outcome } from "@lambent/model";
import { expect, test } from "vitest";
import { deleteFunctionEventInvokeConfig } from "../delete-function-event-invoke-config.ts";
import { succeeded } from "../fake-runner.fixture.ts";
import { putFunctionConcurrency } from "../put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "../put-function-event-invoke-config.ts";
import { putFunctionRecursionConfig } from "../put-function-recursion-config.ts";
import { ARN, HOUR_MS, MINUTE_MS, openAsyncLambda, SECOND_MS } from "./async-lambda.fixture.ts";
import { extendLineage } from "./lineage.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const ERROR_TEXT = '{"errorType":"Error","errorMessage":"no","trace":[]}';
const failed: Outcome = { kind: "functionError", errorType: "Error", payload: bytes(ERROR_TEXT) };
const ROUTES = { onSuccess: { destination: `${ARN}good` }, onFailure: { destination: `${ARN}bad` } };

/** A function with destinations for success and failure; what they are sent. */
async function openRouted(handler: () => Outcome | Promise<Outcome>, config: object = {}) {
  const lambda = await openAsyncLambda(["source", "good", "bad"]);
  await putFunctionEventInvokeConfig(lambda.ports, { functionName: "source", destinationConfig: ROUTES, ...config });
  lambda.runner.handler = (_event, { functionName }) => (functionName === "source" ? handler() : succeeded(null));
  return {
    ...lambda,
    sentTo: (functionName: string) =>
      lambda.runner.requests
        .filter(({ invokedFunctionArn }) => invokedFunctionArn === `${ARN}${functionName}`)
        .map(({ payload }) => new TextDecoder().decode(payload)),
  };
}

test("success sends the record to its destination, event and response as they were", async () => {
  const { ports, send, sentTo, runner, queued, runsOf } = await openRouted(() => ({
    kind: "succeeded",
    payload: bytes('{ "big": 12345678901234567890 }'),
  }));
  const requestId = await send("source", { n: 1.5 });
  expect(sentTo("good")).toEqual([
    `{"version":"1.0","timestamp":"2025-01-31T12:34:56.789Z",` +
      `"requestContext":{"requestId":"${requestId}","functionArn":"${ARN}source:$LATEST","condition":"Success","approximateInvokeCount":1},` +
      `"requestPayload":{"n":1.5},` +
      `"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},` +
      `"responsePayload":{ "big": 12345678901234567890 }}`,
  ]);
  expect(sentTo("bad")).toEqual([]);
  expect(await queued()).toBe(0);
  // The destination's run is an asynchronous invocation of its own.
  expect(runner.requests[1]?.requestId).not.toBe(requestId);
  expect(await runsOf("good")).toMatchObject([{ invocationType: "Event", attempt: 1 }]);
  const points = await ports.telemetry.metrics.query(metricsOf("source"));
  expect(points).toMatchObject([{ asyncEventsReceived: 1, asyncEventsDropped: 0 }]);
});

test("retries that are used up send the last error to the failure destination", async () => {
  const { ports, send, sentTo, advance } = await openRouted(() => failed);
  const requestId = await send("source");
  await advance(3 * MINUTE_MS - 1);
  expect(sentTo("bad")).toEqual([]);
  await advance(1);
  expect(sentTo("bad")).toEqual([
    `{"version":"1.0","timestamp":"2025-01-31T12:37:56.789Z",` +
      `"requestContext":{"requestId":"${requestId}","functionArn":"${ARN}source:$LATEST","condition":"RetriesExhausted","approximateInvokeCount":3},` +
      `"requestPayload":{},` +
      `"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},` +
      `"responsePayload":${ERROR_TEXT}}`,
  ]);
  expect(sentTo("good")).toEqual([]);
  expect(await ports.telemetry.metrics.query(metricsOf("source"))).toMatchObject([{ asyncEventsDropped: 1 }]);
});

test("an age that is exceeded after an error sends that error", async () => {
  const { send, sentTo, advance } = await openRouted(() => failed, { maximumEventAgeInSeconds: 100 });
  await send("source");
  await advance(MINUTE_MS);
  const [record] = sentTo("bad").map((text) => JSON.parse(text));
  expect(record).toMatchObject({
    requestContext: { condition: "EventAgeExceeded", approximateInvokeCount: 2 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: JSON.parse(ERROR_TEXT),
  });
});

test("an age that is exceeded by throttles, or by a server that was down, tells of no response", async () => {
  const throttled = { kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" } as const;
  const { send, sentTo, advance, stop, start } = await openRouted(() => throttled, { maximumEventAgeInSeconds: 60 });
  await send("source");
  await advance(31 * SECOND_MS);
  await stop();
  await send("source");
  await advance(HOUR_MS);
  await start();
  const records = sentTo("bad").map((text) => JSON.parse(text));
  expect(records).toHaveLength(2);
  for (const record of records) {
    expect(record.requestContext).toMatchObject({ condition: "EventAgeExceeded", approximateInvokeCount: 0 });
    expect(Object.keys(record)).toEqual(["version", "timestamp", "requestContext", "requestPayload"]);
  }
});

test("reserved concurrency 0 tells the failure destination at once, without response", async () => {
  const { ports, send, sentTo } = await openRouted(() => succeeded(null));
  await putFunctionConcurrency(ports, { functionName: "source", reservedConcurrentExecutions: 0 });
  const requestId = await send("source", "text");
  expect(sentTo("bad")).toEqual([
    `{"version":"1.0","timestamp":"2025-01-31T12:34:56.789Z",` +
      `"requestContext":{"requestId":"${requestId}","functionArn":"${ARN}source:$LATEST","condition":"ZeroReservedConcurrency","approximateInvokeCount":0},` +
      `"requestPayload":"text"}`,
  ]);
});

test("a response that isn't JSON is told as a text", async () => {
  const { send, sentTo } = await openRouted(() => ({ kind: "succeeded", payload: bytes('not "JSON"') }));
  await send("source");
  expect(JSON.parse(sentTo("good")[0] ?? "")).toMatchObject({ responsePayload: 'not "JSON"' });
});

test("a record of more than 1 MiB isn't delivered, which is counted", async () => {
  const { ports, send, sentTo, queued } = await openRouted(() => succeeded("x".repeat(1_048_576)));
  await send("source");
  expect(sentTo("good")).toEqual([]);
  expect(await queued()).toBe(0);
  expect(await ports.telemetry.metrics.query(metricsOf("source"))).toMatchObject([{ destinationDeliveryFailures: 1 }]);
});

test("the destination is the one that is configured when the event ends", async () => {
  const { ports, send, sentTo, advance } = await openRouted(() => failed);
  await send("source");
  await deleteFunctionEventInvokeConfig(ports, { functionName: "source" });
  await advance(HOUR_MS);
  expect(sentTo("bad")).toEqual([]);
});

test("a destination that is gone by then loses the record and nothing else", async () => {
  const { ports, send, sentTo, queued } = await openRouted(() => succeeded(null));
  await ports.store.functions.delete(ports.scope, "good");
  ports.definitions.invalidate("good");
  await send("source");
  expect(sentTo("good")).toEqual([]);
  expect(await queued()).toBe(0);
});

test("functions that send results to one another in a circle are stopped when each has run 16 times", async () => {
  const { ports, send, runner, queued } = await openAsyncLambda(["ping", "pong"]);
  for (const [functionName, other] of [
    ["ping", "pong"],
    ["pong", "ping"],
  ] as const) {
    const destinationConfig = { onSuccess: { destination: `${ARN}${other}` } };
    await putFunctionEventInvokeConfig(ports, { functionName, destinationConfig });
  }
  runner.handler = () => succeeded(null); // as events are nested in records, only small ones come so far
  await send("ping");
  expect(runner.requests).toHaveLength(32);
  expect(await queued()).toBe(0);
  expect(await ports.telemetry.metrics.query(metricsOf("ping"))).toMatchObject([
    { invocations: 16, recursiveInvocationsDropped: 1 },
  ]);
});

test("circles that their functions allow go on", async () => {
  const { ports, send, runner } = await openAsyncLambda(["ping"]);
  await putFunctionRecursionConfig(ports, { functionName: "ping", recursiveLoop: "Allow" });
  const lineage = Array.from({ length: 20 }).reduce<string>((chain) => extendLineage(chain, `${ARN}ping`).text, "");
  await send("ping", {}, { lineage });
  expect(runner.requests.map(({ traceId }) => traceId?.split(":").at(-1))).toEqual(["21"]);
});

test("what a caller can't have meant as destination is refused in AWS's words", async () => {
  const { ports } = await openAsyncLambda(["source", "good"]);
  const refusal = async (onSuccess?: string, onFailure?: string) => {
    const destinationConfig = {
      ...(onSuccess !== undefined && { onSuccess: { destination: onSuccess } }),
      ...(onFailure !== undefined && { onFailure: { destination: onFailure } }),
    };
    const put = putFunctionEventInvokeConfig(ports, { functionName: "source", destinationConfig });
    const error = await put.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InvalidParameterValue);
    return (error as Error).message;
  };
  expect(await refusal(`${ARN}source`)).toBe("You can't specify the function as a destination for itself.");
  for (const arn of [
    `${ARN}missing`,
    `${ARN}good:missing`,
    "arn:aws:lambda:us-east-1:999999999999:function:good",
    "arn:aws:lambda:eu-west-1:000000000000:function:good",
    "arn:aws:lambda:us-east-1:000000000000:layer:good",
  ]) {
    expect(await refusal(undefined, arn)).toBe(`The destination ARN ${arn} is invalid.`);
  }
  const topic = "arn:aws:dynamodb:us-east-1:000000000000:table/t";
  expect(await refusal(topic)).toBe(
    `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${topic}), onFailure=null) is invalid.`,
  );
  for (const [service, arn] of [
    ["sqs", "arn:aws:sqs:us-east-1:000000000000:queue"],
    ["sns", "arn:aws:sns:us-east-1:000000000000:topic"],
    ["events", "arn:aws:events:us-east-1:000000000000:event-bus/default"],
    ["s3", "arn:aws:s3:::bucket"],
  ] as const) {
    expect(await refusal(arn)).toBe(
      `The destination ARN ${arn} is invalid. Destinations of the service '${service}' are not offered by this server yet; name another Lambda function.`,
    );
  }
});

function metricsOf(functionName: string) {
  const DAY = { startMs: Date.UTC(2025, 0, 31), endMs: Date.UTC(2025, 1, 1), periodSeconds: 86_400 };
  return { functionArn: `${ARN}${functionName}`, ...DAY };
}
