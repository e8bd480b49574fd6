import type { OutcomeKind, ThrottleReason } from "@lambent/model";

/** What `invocations.invoke` answers for one synchronous run. */
export interface InvocationResult {
  requestId: string;
  outcome: OutcomeKind;
  /** AWS answers such a run with HTTP 200 and `X-Amz-Function-Error: Unhandled`. */
  functionError: boolean;
  /** The response as text, as the caller receives it. */
  response: string;
  responseTruncated: boolean;
  /** Last 4 KB of the run's log, START to REPORT. */
  logTail: string;
  executedVersion: string;
  /** base64 of the SHA-256 of the code that ran. */
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
  throttleReason?: ThrottleReason;
}
