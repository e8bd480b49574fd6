import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { trpc, trpcClient } from "../../app/trpc.ts";
import { type TimeRangeId, timeSpan } from "./time-range.ts";

// The keys begin as tRPC's own, so that whoever invalidates a procedure reaches these too. The time of a query is taken when it
// runs: as part of the key it would make every refresh another query.

/** Metric points with the span that they were asked for. */
export const metricsQuery = (functionName: string, range: TimeRangeId, refetchIntervalMs: number) =>
  queryOptions({
    queryKey: [["metrics", "query"], { functionName, range }],
    queryFn: async ({ signal }) => {
      const span = timeSpan(range, Date.now());
      const points = await trpcClient.metrics.query.query({ functionName, ...span }, { signal });
      return { span, points };
    },
    refetchInterval: refetchIntervalMs || false,
    placeholderData: keepPreviousData,
  });

export interface InvocationsInput {
  functionName: string;
  range: TimeRangeId;
  onlyFailed: boolean;
  limit: number;
}

/** Newest first. */
export const invocationsQuery = (input: InvocationsInput, refetchIntervalMs: number) =>
  queryOptions({
    queryKey: [["invocations", "list"], input],
    queryFn: ({ signal }) => {
      const { range, ...rest } = input;
      return trpcClient.invocations.list.query({ ...rest, startMs: timeSpan(range, Date.now()).startMs }, { signal });
    },
    refetchInterval: refetchIntervalMs || false,
    placeholderData: keepPreviousData,
  });

/** One invocation with its log lines; they don't change any more. */
export const invocationQuery = (requestId: string) =>
  trpc.invocations.get.queryOptions({ requestId }, { staleTime: 60_000 });

export const logStreamsQuery = (functionName: string) => trpc.logs.streams.queryOptions({ functionName });

export interface PastLogsInput {
  functionName: string;
  range: TimeRangeId;
  filter?: string;
  logStreamName?: string;
  /** The whole log of one invocation, whenever it was. */
  requestId?: string;
}

const LOG_PAGE_SIZE = 200;

/** Pages go back in time; the events of each are oldest first. */
export const pastLogsQuery = (input: PastLogsInput, refetchIntervalMs: number) =>
  infiniteQueryOptions({
    queryKey: [["logs", "query"], input],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => {
      const { range, ...rest } = input;
      const startMs = input.requestId === undefined ? timeSpan(range, Date.now()).startMs : undefined;
      return trpcClient.logs.query.query({ ...rest, startMs, limit: LOG_PAGE_SIZE, beforeId: pageParam }, { signal });
    },
    getNextPageParam: ({ events, hasMore }) => (hasMore ? events[0]?.id : undefined),
    refetchInterval: refetchIntervalMs || false,
    placeholderData: keepPreviousData,
  });
