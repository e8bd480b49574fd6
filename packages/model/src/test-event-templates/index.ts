import { AUTHORIZER_TEMPLATES } from "./authorizers.ts";
import { BASIC_TEMPLATES } from "./basic.ts";
import { DEVICE_TEMPLATES } from "./devices.ts";
import { HTTP_TEMPLATES } from "./http.ts";
import { LOG_TEMPLATES } from "./logs.ts";
import { OBJECT_STORAGE_TEMPLATES } from "./object-storage.ts";
import { QUEUE_AND_TOPIC_TEMPLATES } from "./queues-and-topics.ts";
import { SCHEDULE_AND_EVENT_TEMPLATES } from "./schedules-and-events.ts";
import { SIGN_IN_TEMPLATES } from "./sign-in.ts";
import { STREAM_TEMPLATES } from "./streams.ts";
import type { TestEventTemplate } from "./test-event-template.ts";

export type { TestEventTemplate, TestEventTemplateGroup } from "./test-event-template.ts";

/** Grouped as the select shows them; `hello-world`, the default, stands first. */
export const TEST_EVENT_TEMPLATES: readonly TestEventTemplate[] = [
  ...BASIC_TEMPLATES,
  ...HTTP_TEMPLATES,
  ...AUTHORIZER_TEMPLATES,
  ...OBJECT_STORAGE_TEMPLATES,
  ...QUEUE_AND_TOPIC_TEMPLATES,
  ...STREAM_TEMPLATES,
  ...SCHEDULE_AND_EVENT_TEMPLATES,
  ...LOG_TEMPLATES,
  ...DEVICE_TEMPLATES,
  ...SIGN_IN_TEMPLATES,
];

export const DEFAULT_TEST_EVENT_TEMPLATE_ID = "hello-world";

/** A template's event as the JSON editor first shows it: two spaces, no final line break. */
export function templateJson(id: string): string {
  const template = TEST_EVENT_TEMPLATES.find((candidate) => candidate.id === id);
  if (!template) throw new Error(`No test event template has the id ${id}.`);
  return JSON.stringify(template.event, null, 2);
}
