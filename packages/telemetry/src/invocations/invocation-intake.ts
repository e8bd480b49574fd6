import type { InvocationRecord } from "@lambent/model";
import type { InStatement } from "@libsql/client";
import type { Batch, BatchSource } from "../ingest/batch-writer.ts";
import type { ConcurrencyGauge } from "../metrics/concurrency-gauge.ts";
import { concurrencyStatements, metricStatements } from "../metrics/metric-minutes.ts";

export interface RecordQueueLimits {
  /** Records that may wait to be written. */
  maxRecords: number;
  /** Bytes of events and responses that may wait. */
  maxBytes: number;
}

export const RECORD_QUEUE_LIMITS: RecordQueueLimits = { maxRecords: 50_000, maxBytes: 64 * 1_048_576 };

const BATCH_RECORDS = 200;

/** Takes records in without waiting; writes each with what it adds to its minute's metrics, in one transaction. */
export class InvocationIntake implements BatchSource {
  #waiting: InvocationRecord[] = [];
  #waitingBytes = 0;

  constructor(
    private readonly gauge: ConcurrencyGauge,
    private readonly limits: RecordQueueLimits,
    private readonly onDropped: () => void,
  ) {}

  get waiting(): number {
    return this.#waiting.length + this.gauge.waiting;
  }

  /** When too many bytes wait, the record loses its event and response; when too many records do, it is lost. */
  add(record: InvocationRecord): void {
    if (this.#waiting.length >= this.limits.maxRecords) {
      this.onDropped();
      return;
    }
    const bytes = payloadBytes(record);
    const kept: InvocationRecord =
      this.#waitingBytes + bytes <= this.limits.maxBytes
        ? record
        : { ...record, event: "", eventTruncated: true, response: "", responseTruncated: true };
    this.#waiting.push(kept);
    this.#waitingBytes += payloadBytes(kept);
  }

  async nextBatch(): Promise<Batch | null> {
    const records = this.#waiting.slice(0, BATCH_RECORDS);
    const peaks = this.gauge.peaks();
    const statements = [...records.map(insertRecord), ...metricStatements(records), ...concurrencyStatements(peaks)];
    if (statements.length === 0) return null;
    return {
      statements,
      size: records.length + peaks.length,
      committed: () => {
        this.#waiting = this.#waiting.slice(records.length);
        for (const record of records) this.#waitingBytes -= payloadBytes(record);
        this.gauge.written(peaks);
      },
    };
  }
}

/** Two bytes a UTF-16 unit: what a text takes up in memory at most. */
function payloadBytes({ event, response }: InvocationRecord): number {
  return 2 * (event.length + response.length);
}

function insertRecord(record: InvocationRecord): InStatement {
  const failed = record.outcome !== "succeeded";
  return {
    sql: "INSERT INTO invocation (request_id, function_arn, started_ms, failed, record) VALUES (?, ?, ?, ?, ?)",
    args: [record.requestId, record.functionArn, record.startedMs, failed ? 1 : 0, JSON.stringify(record)],
  };
}
