import { InvalidParameterValue, type InvocationRecord } from "@lambent/model";
import type { Database } from "@lambent/sqlite";
import type { InValue } from "@libsql/client";

export interface InvocationQuery {
  /** Unqualified. */
  functionArn: string;
  /** Epoch ms of the start, inclusive. */
  startMs?: number;
  /** Epoch ms of the start, exclusive. */
  endMs?: number;
  /** Everything that didn't succeed: function errors and sandbox faults. */
  onlyFailed?: boolean;
  /** 1 to 1,000. */
  limit: number;
  /** The last record already seen: go on with older ones. */
  before?: { startedMs: number; requestId: string };
}

const INVOCATION_QUERY_LIMIT_MAX = 1_000;

/** The newest records first. @throws InvalidParameterValue for a limit out of range. */
export async function listInvocations(database: Database, query: InvocationQuery): Promise<InvocationRecord[]> {
  const { limit, before } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > INVOCATION_QUERY_LIMIT_MAX) {
    throw new InvalidParameterValue(
      `limit is ${limit}; it must be a whole number from 1 to ${INVOCATION_QUERY_LIMIT_MAX}.`,
    );
  }
  const conditions = ["function_arn = ?"];
  const args: InValue[] = [query.functionArn];
  const add = (sql: string, ...values: InValue[]) => {
    conditions.push(sql);
    args.push(...values);
  };
  if (query.startMs !== undefined) add("started_ms >= ?", query.startMs);
  if (query.endMs !== undefined) add("started_ms < ?", query.endMs);
  if (query.onlyFailed) add("failed = 1");
  if (before) add("(started_ms, request_id) < (?, ?)", before.startedMs, before.requestId);
  const { rows } = await database.execute({
    sql: `SELECT record FROM invocation WHERE ${conditions.join(" AND ")} ORDER BY started_ms DESC, request_id DESC LIMIT ?`,
    args: [...args, limit],
  });
  return rows.map((row) => parseRecord(row.record));
}

/** The record of the request; the latest attempt's when an asynchronous one was tried again. */
export async function getInvocation(database: Database, requestId: string): Promise<InvocationRecord | null> {
  const { rows } = await database.execute({
    sql: "SELECT record FROM invocation WHERE request_id = ? ORDER BY invocation_id DESC LIMIT 1",
    args: [requestId],
  });
  return rows[0] ? parseRecord(rows[0].record) : null;
}

function parseRecord(text: unknown): InvocationRecord {
  return JSON.parse(String(text)) as InvocationRecord;
}
