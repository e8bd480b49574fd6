import type { InvocationRecord } from "@lambent/model";
import type { InStatement } from "@libsql/client";
import type { Batch, BatchSource } from "../ingest/batch-writer.ts";
import type { ConcurrencyGauge } from "../metrics/concurrency-gauge.ts";
import { concurrencyStatements, countStatements, metricStatements } from "../metrics/metric-minutes.ts";
import type { MinuteCounter } from "../metrics/minute-counter.ts";

export interface RecordQueueLimits {
  /** Records that may wait to be written. */
  maxRecords: number;
  /** Bytes of events and responses that may wait. */
  maxBytes: number;
}

export const RECORD_QUEUE_LIMITS: RecordQueueLimits = { maxRecords: 50_000, maxBytes: 64 * 1_048_576 };

const BATCH_RECORDS = 200;
/** Rows per INSERT, as with log events. */
const ROWS_PER_INSERT = 25;

/** A record, and where in the log its invocation is. */
export interface WaitingRecord {
  record: InvocationRecord;
  /** Null when it said nothing. */
  firstLogId: number | null;
  /** The last id given to any event by then. */
  lastLogId: number;
}

/** Takes records in without waiting; writes each with what it adds to its minute's metrics, in one transaction. */
export class InvocationIntake implements BatchSource {
  #waiting: WaitingRecord[] = [];
  #waitingBytes = 0;

  constructor(
    private readonly gauge: ConcurrencyGauge,
    private readonly counter: MinuteCounter,
    private readonly limits: RecordQueueLimits,
    private readonly onDropped: () => void,
  ) {}

  get waiting(): number {
    return this.#waiting.length + this.gauge.waiting + this.counter.waiting;
  }

  /** When too many bytes wait, the record loses its event and response; when too many records do, it is lost. */
  add(waiting: WaitingRecord): void {
    if (this.#waiting.length >= this.limits.maxRecords) {
      this.onDropped();
      return;
    }
    const { record } = waiting;
    const bytes = payloadBytes(record);
    const fits = this.#waitingBytes + bytes <= this.limits.maxBytes;
    this.#waiting.push(fits ? waiting : { ...waiting, record: withoutPayloads(record) });
    if (fits) this.#waitingBytes += bytes;
  }

  async nextBatch(): Promise<Batch | null> {
    const written = this.#waiting.slice(0, BATCH_RECORDS);
    const records = written.map(({ record }) => record);
    const peaks = this.gauge.peaks();
    const counts = this.counter.counts();
    const statements = [
      ...insertRecords(written),
      ...metricStatements(records),
      ...concurrencyStatements(peaks),
      ...countStatements(counts),
    ];
    if (statements.length === 0) return null;
    return {
      statements,
      size: records.length + peaks.length + counts.length,
      committed: () => {
        this.#waiting = this.#waiting.slice(records.length);
        for (const record of records) this.#waitingBytes -= payloadBytes(record);
        this.gauge.written(peaks);
        this.counter.written(counts);
      },
    };
  }
}

/** Two bytes a UTF-16 unit: what a text takes up in memory at most. */
function payloadBytes({ event, response }: InvocationRecord): number {
  return 2 * (event.length + response.length);
}

function withoutPayloads(record: InvocationRecord): InvocationRecord {
  return { ...record, event: "", eventTruncated: true, response: "", responseTruncated: true };
}

function insertRecords(waiting: readonly WaitingRecord[]): InStatement[] {
  const statements: InStatement[] = [];
  for (let start = 0; start < waiting.length; start += ROWS_PER_INSERT) {
    const rows = waiting.slice(start, start + ROWS_PER_INSERT);
    const args = rows.flatMap(({ record, firstLogId, lastLogId }) => {
      const failed = record.outcome === "succeeded" ? 0 : 1;
      const { requestId, functionArn, startedMs } = record;
      return [requestId, functionArn, startedMs, failed, firstLogId, lastLogId, JSON.stringify(record)];
    });
    const values = rows.map(() => "(?,?,?,?,?,?,?)").join(",");
    const columns = "request_id, function_arn, started_ms, failed, first_log_id, last_log_id, record";
    statements.push({ sql: `INSERT INTO invocation (${columns}) VALUES ${values}`, args });
  }
  return statements;
}
