import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import type { StoredLogEvent } from "@lambent/model";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef } from "react";
import { domainError } from "../../app/errors.ts";
import { LogLines } from "./log-lines.tsx";
import { pastLogsQuery } from "./queries.ts";
import { type TimeRangeId, timeRange } from "./time-range.ts";

interface PastLogsProps {
  functionName: string;
  range: TimeRangeId;
  refetchIntervalMs: number;
  filter?: string;
  logStreamName?: string;
  requestId?: string;
  onFilterRefused: (message: string | null) => void;
}

const NO_EVENTS: readonly StoredLogEvent[] = [];

/** Log events of the range, newest at the bottom; older ones are fetched page by page. */
export function PastLogs({ onFilterRefused, refetchIntervalMs, ...input }: PastLogsProps) {
  const query = useInfiniteQuery(pastLogsQuery(input, refetchIntervalMs));
  const { data, error, isPlaceholderData } = query;
  const failure = error === null ? null : domainError(error);
  const filterRefused = input.filter !== undefined && failure?.code === "InvalidParameterValue";
  // Pages go back in time, events within a page forward.
  const events =
    data === undefined || filterRefused ? NO_EVENTS : data.pages.toReversed().flatMap((page) => page.events);
  const scroller = useScrollAnchor(events);

  const refusal = filterRefused ? (failure?.message ?? null) : null;
  useEffect(() => onFilterRefused(refusal), [refusal, onFilterRefused]);

  if (failure !== null && !filterRefused && data === undefined) {
    return (
      <Alert
        type="error"
        statusIconAriaLabel="Error"
        header="The log couldn't be loaded"
        action={<Button onClick={() => void query.refetch()}>Retry</Button>}
      >
        {failure.message}
      </Alert>
    );
  }
  return (
    <LogLines
      label="Log events"
      scroller={scroller}
      events={events}
      maxHeightPx={480}
      fixedHeight
      empty={<Nothing {...input} loading={query.isPending || isPlaceholderData} />}
      before={
        events.length > 0 && (
          <div className="flex items-center gap-3 px-3 pt-2 text-text-body-secondary">
            {query.hasNextPage ? (
              <Button
                variant="inline-link"
                loading={query.isFetchingNextPage}
                loadingText="Loading older events"
                onClick={() => void query.fetchNextPage()}
              >
                Load older events
              </Button>
            ) : (
              "No older events."
            )}
          </div>
        )
      }
      after={
        events.length > 0 && (
          <div className="flex items-center gap-3 px-3 pb-2 text-text-body-secondary">
            No newer events.
            <Button variant="inline-link" loading={query.isRefetching} onClick={() => void query.refetch()}>
              Check again
            </Button>
          </div>
        )
      }
    />
  );
}

/**
 * Opens at the newest event. When older ones come in above, the lines that are being read stay where they are; who stands at the
 * end stays at the end when newer ones come in below.
 */
function useScrollAnchor(events: readonly StoredLogEvent[]) {
  const scroller = useRef<HTMLElement>(null);
  const before = useRef({ firstId: 0, height: 0, top: 0, atEnd: true });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const { firstId, height, top, atEnd } = before.current;
    const first = events[0]?.id ?? 0;
    if (atEnd) element.scrollTop = element.scrollHeight;
    else if (first < firstId) element.scrollTop = top + element.scrollHeight - height;
    const remember = () => {
      before.current = {
        firstId: first,
        height: element.scrollHeight,
        top: element.scrollTop,
        atEnd: element.scrollHeight - element.scrollTop - element.clientHeight < 24,
      };
    };
    remember();
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);
  }, [events]);
  return scroller;
}

interface NothingProps {
  range: TimeRangeId;
  filter?: string;
  requestId?: string;
  loading: boolean;
}

function Nothing({ range, filter, requestId, loading }: NothingProps) {
  return (
    <div className="grid h-full place-content-center p-4 text-center text-text-body-secondary">
      {loading ? (
        <span role="status">
          <Spinner /> Loading log events
        </span>
      ) : (
        <>
          <b className="text-text-body-default">{filter === undefined ? "No log events" : "No matches"}</b>
          <span>{nothingText(range, filter, requestId)}</span>
        </>
      )}
    </div>
  );
}

function nothingText(range: TimeRangeId, filter: string | undefined, requestId: string | undefined): string {
  if (filter !== undefined) return "No event fits the filter. Upper and lower case differ.";
  if (requestId !== undefined) return "Nothing is kept of this request. Old logs are removed in time.";
  return `Nothing was logged in the last ${timeRange(range).label.replace(/^1 /, "")}. Try a longer range, or run a test.`;
}
