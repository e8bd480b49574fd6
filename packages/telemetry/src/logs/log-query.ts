import { InvalidParameterValue, type StoredLogEvent } from "@lambent/model";
import type { Database } from "../database/database.ts";
import { compileFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { scanLogEvents } from "./log-scan.ts";

export interface LogQuery {
  logGroupName: string;
  logStreamName?: string;
  /** Lines of one invocation only. */
  requestId?: string;
  /** Epoch ms, inclusive. */
  startMs?: number;
  /** Epoch ms, exclusive. */
  endMs?: number;
  /** CloudWatch filter pattern; empty matches everything. */
  filter?: string;
  /** 1 to 10,000. */
  limit: number;
  /** Only events older than this one. */
  beforeId?: number;
  /** Only events newer than this one. Without `beforeId` the oldest of them come first. */
  afterId?: number;
}

export interface LogPage {
  /** Oldest first. */
  events: StoredLogEvent[];
  /** More match: newer ones when only `afterId` was given, otherwise older ones. */
  hasMore: boolean;
}

/** As FilterLogEvents. */
const LOG_QUERY_LIMIT_MAX = 10_000;

/**
 * The newest events that match, or the next ones after `afterId`.
 * @throws InvalidParameterValue for a filter pattern that can't be read or a limit out of range.
 */
export async function queryLogs(database: Database, query: LogQuery): Promise<LogPage> {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > LOG_QUERY_LIMIT_MAX) {
    throw new InvalidParameterValue(`limit is ${limit}; it must be a whole number from 1 to ${LOG_QUERY_LIMIT_MAX}.`);
  }
  const pattern = compileFilterPattern(query.filter);
  const oldestFirst = query.afterId !== undefined && query.beforeId === undefined;
  const events: StoredLogEvent[] = [];
  let hasMore = false;
  for await (const event of scanLogEvents(database, { ...query, oldestFirst, pattern })) {
    if (events.length === limit) {
      hasMore = true;
      break;
    }
    events.push(event);
  }
  return { events: oldestFirst ? events : events.reverse(), hasMore };
}
