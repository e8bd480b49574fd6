import type { InvocationRecord, LogEvent, LogStream, MetricPoint, StoredLogEvent } from "@lambent/model";
import { type Clock, systemClock } from "./clock.ts";
import { openDatabase } from "./database/open-database.ts";
import { BatchWriter } from "./ingest/batch-writer.ts";
import { InvocationIntake, RECORD_QUEUE_LIMITS, type RecordQueueLimits } from "./invocations/invocation-intake.ts";
import { getInvocation, type InvocationQuery, listInvocations } from "./invocations/invocation-query.ts";
import { LogBatches, readLastId } from "./logs/log-batches.ts";
import { deleteLogGroup } from "./logs/log-deletion.ts";
import { followLogs, type LogFollow } from "./logs/log-follow.ts";
import { LOG_QUEUE_LIMITS, LogIntake, type LogQueueLimits } from "./logs/log-intake.ts";
import { type LogPage, type LogQuery, queryLogs } from "./logs/log-query.ts";
import { listLogStreams } from "./logs/log-streams.ts";
import { ConcurrencyGauge } from "./metrics/concurrency-gauge.ts";
import { type MetricQuery, queryMetrics } from "./metrics/metric-query.ts";
import { type CountedEvent, MinuteCounter, type UrlRequest } from "./metrics/minute-counter.ts";
import { enforceRetention, RETENTION_LIMITS, type RetentionLimits } from "./retention.ts";

export interface TelemetryOptions {
  /** Folder that holds, or will hold, `telemetry.db`. */
  directory: string;
  clock?: Clock;
  retention?: Partial<RetentionLimits>;
  logQueue?: Partial<LogQueueLimits>;
  recordQueue?: Partial<RecordQueueLimits>;
  /** Told of faults that nobody waits for, such as a full disk; once until it is over. Default: standard error. */
  onError?: (message: string, cause?: unknown) => void;
}

/** Everything given to it can be read back at once, by whatever way; it is on disk a moment later. */
export interface Telemetry {
  logs: {
    /** Never waits, never throws. `requestId`: the invocation that the lines belong to, for `query` by request. */
    append(logGroupName: string, logStreamName: string, events: readonly LogEvent[], requestId?: string): void;
    /** @throws InvalidParameterValue for a bad filter pattern or limit. */
    query(query: LogQuery): Promise<LogPage>;
    /** Streams that hold events, newest event first. */
    streams(logGroupName: string): Promise<LogStream[]>;
    /** Replay after `afterId`, then live, until the signal is aborted. @throws InvalidParameterValue at once. */
    follow(follow: LogFollow, signal: AbortSignal): AsyncGenerator<StoredLogEvent>;
    /** Deletes what the group holds now. A group that doesn't exist is deleted already. */
    deleteGroup(logGroupName: string): Promise<void>;
    /** Resolves when all that was given so far, records and metrics too, is on disk. */
    flush(): Promise<void>;
  };
  invocations: {
    /** Keeps the record, once all of its log was given, and counts it in the metrics. Never waits, never throws. */
    add(record: InvocationRecord): void;
    /** Newest first. */
    list(query: InvocationQuery): Promise<InvocationRecord[]>;
    get(requestId: string): Promise<InvocationRecord | null>;
  };
  metrics: {
    /** To be called whenever the number of invocations of a function that run at this moment changes. */
    observeConcurrency(functionArn: string, current: number): void;
    /** Counts an invocation that was refused: as on AWS it is none, so it leaves no record and no other metric. */
    countThrottle(functionArn: string): void;
    /** Counts what happened to an event of an asynchronous invocation. */
    countEvent(functionArn: string, event: Exclude<CountedEvent, "throttles" | "url4xxCount" | "url5xxCount">): void;
    /** How long an event had waited when it was tried: AWS's AsyncEventAge. */
    observeEventAge(functionArn: string, ageMs: number): void;
    /** Counts an answered request to a function's URL: AWS's UrlRequestCount, Url4xxCount, Url5xxCount and UrlRequestLatency. */
    countUrlRequest(functionArn: string, request: UrlRequest): void;
    query(query: MetricQuery): Promise<MetricPoint[]>;
  };
  /** Deletes what is beyond the retention's limits. Done by itself every ten minutes and every 32 MiB of logs. */
  enforceRetention(): Promise<void>;
  /** Writes what waits and closes the file. Live readers end. */
  close(): Promise<void>;
}

const RETENTION_INTERVAL_MS = 600_000;
const RETENTION_BYTES = 32 * 1_048_576;

/** Opens the telemetry of one server; one process at a time. */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const clock = options.clock ?? systemClock;
  const onError = options.onError ?? ((message, cause) => console.error(message, cause ?? ""));
  const limits: RetentionLimits = { ...RETENTION_LIMITS, ...options.retention };
  const database = await openDatabase(options.directory);

  const intake = new LogIntake(await readLastId(database), { ...LOG_QUEUE_LIMITS, ...options.logQueue });
  const gauge = new ConcurrencyGauge(clock);
  const counter = new MinuteCounter(clock);
  let recordsLost = 0;
  const recordLimits = { ...RECORD_QUEUE_LIMITS, ...options.recordQueue };
  const records = new InvocationIntake(gauge, counter, recordLimits, () => {
    recordsLost += 1;
    if (recordsLost === 1) onError("Invocation records are being dropped: they come faster than they can be written.");
  });
  let bytesSinceRetention = 0;
  const logBatches = new LogBatches(database, intake, (bytes) => {
    bytesSinceRetention += bytes;
    if (bytesSinceRetention >= RETENTION_BYTES) startRetention();
  });
  const writer = new BatchWriter(database, [logBatches, records], (cause) =>
    onError(`Logs and records wait in memory as ${options.directory}/telemetry.db can't be written; trying on.`, cause),
  );

  /** Before every answer: what was given so far must be in it. What the disk refuses is told elsewhere. */
  const settle = () => writer.flush().catch(() => {});
  const retain = () => {
    bytesSinceRetention = 0;
    return writer.exclusive(async () => {
      await enforceRetention(database, limits, clock.now().getTime());
      logBatches.forgetStreams();
    });
  };
  const startRetention = () => {
    retain().catch((cause) => onError("Old logs could not be deleted.", cause));
  };
  const retentionTimer = setInterval(startRetention, RETENTION_INTERVAL_MS);
  retentionTimer.unref();
  const closing = new AbortController();

  return {
    logs: {
      append(logGroupName, logStreamName, events, requestId) {
        intake.append(logGroupName, logStreamName, events, requestId ?? null);
        writer.schedule();
      },
      async query(query) {
        await settle();
        return queryLogs(database, intake.openRequests, query);
      },
      async streams(logGroupName) {
        await settle();
        return listLogStreams(database, logGroupName);
      },
      follow: (follow, signal) => followLogs(database, intake, follow, AbortSignal.any([signal, closing.signal])),
      async deleteGroup(logGroupName) {
        const throughId = intake.window.lastId;
        await writer.flush();
        await writer.exclusive(async () => {
          await deleteLogGroup(database, logGroupName, throughId);
          intake.window.forgetGroup(logGroupName, throughId);
          logBatches.forgetStreams();
        });
      },
      flush: () => writer.flush(),
    },
    invocations: {
      add(record) {
        const firstLogId = intake.openRequests.close(record.requestId) ?? null;
        records.add({ record, firstLogId, lastLogId: intake.window.lastId });
        writer.schedule();
      },
      async list(query) {
        await settle();
        return listInvocations(database, query);
      },
      async get(requestId) {
        await settle();
        return getInvocation(database, requestId);
      },
    },
    metrics: {
      observeConcurrency(functionArn, current) {
        gauge.observe(functionArn, current);
        writer.schedule();
      },
      countThrottle(functionArn) {
        counter.count(functionArn, "throttles");
        writer.schedule();
      },
      countEvent(functionArn, event) {
        counter.count(functionArn, event);
        writer.schedule();
      },
      observeEventAge(functionArn, ageMs) {
        counter.observeEventAge(functionArn, ageMs);
        writer.schedule();
      },
      countUrlRequest(functionArn, request) {
        counter.countUrlRequest(functionArn, request);
        writer.schedule();
      },
      async query(query) {
        await settle();
        return queryMetrics(database, query);
      },
    },
    enforceRetention: retain,
    async close() {
      clearInterval(retentionTimer);
      closing.abort();
      try {
        await writer.close();
        await database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      } finally {
        await database.close();
      }
    },
  };
}
