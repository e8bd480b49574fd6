/** One line (or one multi-line message) of a function's log. */
export interface LogEvent {
  /** Epoch milliseconds. */
  timestampMs: number;
  /** Without the final line break. */
  message: string;
}

/** A log event as kept: with where it stands. */
export interface StoredLogEvent extends LogEvent {
  /** Grows with every event taken in; a reader resumes after the last id it has seen. */
  id: number;
  logGroupName: string;
  logStreamName: string;
}

export interface LogStream {
  logStreamName: string;
  firstEventMs: number;
  lastEventMs: number;
  eventCount: number;
}
