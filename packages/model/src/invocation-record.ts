import type { OutcomeKind } from "./outcome.ts";

/** What is remembered of one invocation: makes history, replay and the Monitor tab possible. */
export interface InvocationRecord {
  requestId: string;
  functionName: string;
  /** Unqualified. */
  functionArn: string;
  executedVersion: string;
  /** Epoch milliseconds at which the invocation was accepted. */
  startedMs: number;
  outcome: OutcomeKind;
  /** AWS's error type, for instance `Runtime.ImportModuleError`; absent on success. */
  errorType?: string;
  coldStart: boolean;
  /** Handler time, in ms with two decimals. */
  durationMs: number;
  billedDurationMs: number;
  /** Present on a cold start only. */
  initDurationMs?: number;
  memoryMb: number;
  maxMemoryUsedMb: number;
  logGroupName: string;
  logStreamName: string;
  /** SHA-256 (base64) of the code that ran. */
  codeSha256: string;
  /** Event and response as text, cut at {@link RECORDED_PAYLOAD_LIMIT_BYTES}. */
  event: string;
  eventTruncated: boolean;
  response: string;
  responseTruncated: boolean;
  /** Absent when somebody waited for the answer. */
  invocationType?: "Event";
  /** Of an asynchronous invocation: 1 for the first run of its event, up to 3. */
  attempt?: number;
  /** Name of the saved test event that was used, when one was. */
  testEventName?: string;
}

/** Longest event or response kept in a record; the rest is dropped and the record says so. */
export const RECORDED_PAYLOAD_LIMIT_BYTES = 65_536;

/** One minute of a function's metrics, named as in the AWS/Lambda namespace. */
export interface MetricPoint {
  /** Epoch milliseconds of the period's start. */
  startMs: number;
  invocations: number;
  errors: number;
  throttles: number;
  durationMinMs: number;
  durationAvgMs: number;
  durationMaxMs: number;
  concurrentExecutionsMax: number;
  /** Events of asynchronous invocations that were taken. */
  asyncEventsReceived: number;
  /** Of those, the ones that ended without success. */
  asyncEventsDropped: number;
  /** How long events had waited when they were tried; 0 when none was. */
  asyncEventAgeAvgMs: number;
  asyncEventAgeMaxMs: number;
  /** Events that weren't run as their function had led to itself too often. */
  recursiveInvocationsDropped: number;
  /** Results that were too large for their destination. */
  destinationDeliveryFailures: number;
  /** Requests to the function's URL, whatever became of them, and those that were answered with 4xx and 5xx. */
  urlRequestCount: number;
  url4xxCount: number;
  url5xxCount: number;
  /** From a request to the end of its answer; 0 when there was none. */
  urlRequestLatencyAvgMs: number;
  urlRequestLatencyMaxMs: number;
}
