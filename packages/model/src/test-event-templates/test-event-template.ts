/** A sample event that a test can start from. Ids are the console's own where it has the template. */
export interface TestEventTemplate {
  id: string;
  /** What sends such an event, as a person calls it. */
  title: string;
  group: TestEventTemplateGroup;
  /** JSON value; `satisfies` in each file holds it to the event type of `@types/aws-lambda`. */
  event: unknown;
}

export type TestEventTemplateGroup =
  | "Basic"
  | "HTTP"
  | "Object storage"
  | "Queues and topics"
  | "Streams"
  | "Schedules and events"
  | "Logs"
  | "Devices"
  | "Sign-in";
