import type { OutcomeKind, ThrottleReason } from "./outcome.ts";

/** What a person who ran a test is shown. Times in ms with two decimals. */
export interface InvocationResult {
  requestId: string;
  outcome: OutcomeKind;
  /** True when AWS would answer with `X-Amz-Function-Error`. */
  functionError: boolean;
  /** The payload as text, as the function returned it. */
  response: string;
  responseTruncated: boolean;
  /** The last 4 KB of the log, START to REPORT. */
  logTail: string;
  executedVersion: string;
  codeSha256: string;
  durationMs: number;
  billedDurationMs: number;
  /** Present on a cold start only. */
  initDurationMs?: number;
  memoryMb: number;
  maxMemoryUsedMb: number;
  /** Epoch milliseconds. */
  startedMs: number;
  logStreamName: string;
  errorType?: string;
  /** Present when the outcome is `throttled`. */
  throttleReason?: ThrottleReason;
  /** The concurrency that was used up, when the outcome is `throttled` and it is known. */
  throttleLimit?: number;
}
