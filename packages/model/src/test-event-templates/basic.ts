import type { TestEventTemplate } from "./test-event-template.ts";

export const BASIC_TEMPLATES: readonly TestEventTemplate[] = [
  {
    id: "hello-world",
    title: "Hello World",
    group: "Basic",
    event: { key1: "value1", key2: "value2", key3: "value3" },
  },
  { id: "empty", title: "Empty object", group: "Basic", event: {} },
];
