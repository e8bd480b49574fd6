export type { Clock } from "./clock.ts";
export { InvalidFilterPattern } from "./filter-pattern/invalid-filter-pattern.ts";
export type { InvocationQuery } from "./invocations/invocation-query.ts";
export type { LogFollow } from "./logs/log-follow.ts";
export type { LogPage, LogQuery } from "./logs/log-query.ts";
export type { MetricQuery } from "./metrics/metric-query.ts";
export { RETENTION_LIMITS } from "./retention.ts";
export { openTelemetry, type Telemetry, type TelemetryOptions } from "./telemetry.ts";
