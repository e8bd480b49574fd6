/**
 * Forward-only: a released entry never changes, a new one goes to the end. `PRAGMA user_version` counts those applied.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE log_group (
    group_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  );
  CREATE TABLE log_stream (
    stream_id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    first_event_ms INTEGER,
    last_event_ms INTEGER,
    event_count INTEGER NOT NULL DEFAULT 0,
    UNIQUE (group_id, name)
  );
  -- AUTOINCREMENT keeps the highest id ever given in sqlite_sequence, even once its row is gone
  CREATE TABLE log_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL,
    stream_id INTEGER NOT NULL,
    request_id TEXT,
    timestamp_ms INTEGER NOT NULL,
    message TEXT NOT NULL
  );
  CREATE INDEX log_event_by_group ON log_event (group_id, id, timestamp_ms);
  CREATE INDEX log_event_by_stream ON log_event (stream_id, id);
  -- Which ids hold the events of a span of time: lets a query by time skip the rest of a large group
  CREATE TABLE log_span (
    start_ms INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL
  );
  CREATE TABLE invocation (
    invocation_id INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL,
    function_arn TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    -- Which ids hold its log: an index on log_event would cost a third of all writing
    first_log_id INTEGER,
    last_log_id INTEGER,
    record TEXT NOT NULL
  );
  CREATE INDEX invocation_by_function ON invocation (function_arn, started_ms, request_id);
  CREATE INDEX failed_invocation_by_function ON invocation (function_arn, started_ms, request_id) WHERE failed = 1;
  CREATE INDEX invocation_by_request ON invocation (request_id);
  CREATE TABLE metric_minute (
    function_arn TEXT NOT NULL,
    minute_ms INTEGER NOT NULL,
    invocations INTEGER NOT NULL DEFAULT 0,
    errors INTEGER NOT NULL DEFAULT 0,
    throttles INTEGER NOT NULL DEFAULT 0,
    duration_sum_ms REAL NOT NULL DEFAULT 0,
    duration_min_ms REAL,
    duration_max_ms REAL,
    concurrent_max INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (function_arn, minute_ms)
  ) WITHOUT ROWID;
  CREATE INDEX metric_minute_by_time ON metric_minute (minute_ms);
  `,
  `
  ALTER TABLE metric_minute ADD COLUMN async_events_received INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN async_events_dropped INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN recursive_invocations_dropped INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN destination_delivery_failures INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN event_age_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN event_age_sum_ms REAL NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN event_age_max_ms REAL NOT NULL DEFAULT 0;
  `,
  `
  ALTER TABLE metric_minute ADD COLUMN url_request_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN url_4xx_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN url_5xx_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN url_latency_sum_ms REAL NOT NULL DEFAULT 0;
  ALTER TABLE metric_minute ADD COLUMN url_latency_max_ms REAL NOT NULL DEFAULT 0;
  `,
];
