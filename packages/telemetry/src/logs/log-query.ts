import { InvalidParameterValue, type StoredLogEvent } from "@lambent/model";
import type { Database } from "@lambent/sqlite";
import { compileFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { scanLogEvents } from "./log-scan.ts";
import type { OpenRequests } from "./open-requests.ts";

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
export async function queryLogs(database: Database, openRequests: OpenRequests, query: LogQuery): Promise<LogPage> {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > LOG_QUERY_LIMIT_MAX) {
    throw new InvalidParameterValue(`limit is ${limit}; it must be a whole number from 1 to ${LOG_QUERY_LIMIT_MAX}.`);
  }
  const pattern = compileFilterPattern(query.filter);
  const oldestFirst = query.afterId !== undefined && query.beforeId === undefined;
  const events: StoredLogEvent[] = [];
  let hasMore = false;
  const bounds = await requestBounds(database, openRequests, query);
  for await (const event of scanLogEvents(database, { ...query, ...bounds, oldestFirst, pattern })) {
    if (events.length === limit) {
      hasMore = true;
      break;
    }
    events.push(event);
  }
  return { events: oldestFirst ? events : events.reverse(), hasMore };
}

/** Narrows a query by request to where that invocation's log is, when its record or the memory knows. */
async function requestBounds(database: Database, openRequests: OpenRequests, query: LogQuery) {
  const { requestId, afterId = 0, beforeId = Number.MAX_SAFE_INTEGER } = query;
  if (requestId === undefined) return { afterId: query.afterId, beforeId: query.beforeId };
  const { rows } = await database.execute({
    sql: "SELECT min(first_log_id) AS first_id, max(last_log_id) AS last_id FROM invocation WHERE request_id = ?",
    args: [requestId],
  });
  const { first_id, last_id } = rows[0]!;
  const openFirstId = openRequests.firstId(requestId);
  const firstId = Math.min(Number(first_id ?? Number.POSITIVE_INFINITY), openFirstId ?? Number.POSITIVE_INFINITY);
  // Nobody knows: all of the group has to be looked at.
  if (firstId === Number.POSITIVE_INFINITY) return { afterId, beforeId };
  const lastId = openFirstId === undefined ? Number(last_id) : Number.MAX_SAFE_INTEGER - 1;
  return { afterId: Math.max(afterId, firstId - 1), beforeId: Math.min(beforeId, lastId + 1) };
}
