import type { CloudWatchLogsEvent, KinesisStreamEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { DEFAULT_TEST_EVENT_TEMPLATE_ID, TEST_EVENT_TEMPLATES, templateJson } from "./index.ts";

const eventOf = <Event>(id: string) => JSON.parse(templateJson(id)) as Event;

test("the default template is the console's hello-world", () => {
  expect(eventOf(DEFAULT_TEST_EVENT_TEMPLATE_ID)).toEqual({ key1: "value1", key2: "value2", key3: "value3" });
  expect(TEST_EVENT_TEMPLATES[0]?.id).toBe(DEFAULT_TEST_EVENT_TEMPLATE_ID);
});

test("ids are unique and groups stand together", () => {
  expect(new Set(TEST_EVENT_TEMPLATES.map(({ id }) => id)).size).toBe(TEST_EVENT_TEMPLATES.length);
  const groupChanges = TEST_EVENT_TEMPLATES.filter(({ group }, at) => group !== TEST_EVENT_TEMPLATES[at - 1]?.group);
  expect(groupChanges).toHaveLength(new Set(TEST_EVENT_TEMPLATES.map(({ group }) => group)).size);
});

test("every event survives JSON unchanged", () => {
  for (const { id, event } of TEST_EVENT_TEMPLATES) expect(eventOf(id)).toStrictEqual(event);
});

test("a Kinesis record's data decodes to the reading of its partition key", () => {
  for (const { kinesis } of eventOf<KinesisStreamEvent>("kinesis-get-records").Records) {
    expect(JSON.parse(atob(kinesis.data))).toMatchObject({ sensor: kinesis.partitionKey });
  }
});

test("the CloudWatch Logs data unpacks to log events", async () => {
  const { data } = eventOf<CloudWatchLogsEvent>("cloudwatch-logs").awslogs;
  const zipped = new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))]);
  const unzipped = new Response(zipped.stream().pipeThrough(new DecompressionStream("gzip")));
  expect(await unzipped.json()).toMatchObject({
    messageType: "DATA_MESSAGE",
    logGroup: "/aws/lambda/orders",
    logEvents: [{ message: expect.stringContaining("[ERROR]") }, { message: expect.stringContaining("[ERROR]") }],
  });
});

test("an unknown template is named in the error", () => {
  expect(() => templateJson("fax-received")).toThrow("fax-received");
});
