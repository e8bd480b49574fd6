import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";
import type { InvocationRecord } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useId, useState } from "react";
import { domainError } from "../../app/errors.ts";
import { RelativeTime } from "../../app/format/relative-time.tsx";
import { InvocationDetails } from "./invocation-details.tsx";
import { OUTCOME_LABELS } from "./outcome-labels.ts";
import { invocationsQuery } from "./queries.ts";
import { type TimeRangeId, timeRange } from "./time-range.ts";

const FIRST_LIMIT = 25;
/** What the server gives at most. */
const LARGEST_LIMIT = 1_000;

interface InvocationsTableProps {
  functionName: string;
  range: TimeRangeId;
  refetchIntervalMs: number;
}

/** Every invocation of the range, newest first; a row opens to its event, response and log. */
export function InvocationsTable({ functionName, range, refetchIntervalMs }: InvocationsTableProps) {
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [limit, setLimit] = useState(FIRST_LIMIT);
  const { data, error, refetch, isPlaceholderData } = useQuery(
    invocationsQuery({ functionName, range, onlyFailed, limit }, refetchIntervalMs),
  );
  return (
    <Container
      disableContentPaddings={data !== undefined && data.length > 0}
      header={
        <Header
          variant="h3"
          counter={data === undefined ? undefined : `(${data.length}${data.length === limit ? "+" : ""})`}
          actions={
            <Toggle checked={onlyFailed} onChange={({ detail }) => setOnlyFailed(detail.checked)}>
              Failed only
            </Toggle>
          }
        >
          Recent invocations
        </Header>
      }
    >
      {data === undefined && error === null && (
        <Box textAlign="center" padding="l">
          <Spinner /> <span role="status">Loading invocations</span>
        </Box>
      )}
      {data === undefined && error !== null && (
        <Alert
          type="error"
          statusIconAriaLabel="Error"
          header="The invocations couldn't be loaded"
          action={<Button onClick={() => void refetch()}>Retry</Button>}
        >
          {domainError(error).message}
        </Alert>
      )}
      {data !== undefined && data.length === 0 && (
        <Nothing functionName={functionName} range={range} onlyFailed={onlyFailed} />
      )}
      {data !== undefined && data.length > 0 && <InvocationRows functionName={functionName} records={data} />}
      {data !== undefined && data.length >= limit && limit < LARGEST_LIMIT && (
        <Box textAlign="center" padding="s">
          <Button
            loading={isPlaceholderData}
            loadingText="Loading older invocations"
            onClick={() => setLimit((current) => Math.min(LARGEST_LIMIT, current * 2))}
          >
            Show older
          </Button>
        </Box>
      )}
    </Container>
  );
}

function Nothing({
  functionName,
  range,
  onlyFailed,
}: {
  functionName: string;
  range: TimeRangeId;
  onlyFailed: boolean;
}) {
  const when = `the last ${timeRange(range).label.replace(/^1 /, "")}`;
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="xs" alignItems="center">
        <b>{onlyFailed ? "No failed invocations" : "No invocations"}</b>
        <Box color="text-body-secondary">
          {onlyFailed ? `Nothing failed in ${when}.` : `The function didn't run in ${when}.`}
        </Box>
        {!onlyFailed && <Button href={`/functions/${functionName}?tab=testing`}>Test the function</Button>}
      </SpaceBetween>
    </Box>
  );
}

const HEADINGS = ["Timestamp", "Request ID", "Status", "Duration", "Billed duration", "Memory used", "Start"];

/** A table of its own: the component library's rows can't open to free content. */
function InvocationRows({ functionName, records }: { functionName: string; records: readonly InvocationRecord[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const toggle = (requestId: string) =>
    setOpen((current) => {
      const next = new Set(current);
      if (!next.delete(requestId)) next.add(requestId);
      return next;
    });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label="Recent invocations" tabIndex={0} className="overflow-x-auto">
      <table aria-label="Recent invocations" className="w-full border-collapse text-start">
        <thead>
          <tr className="border-b border-border-divider-default">
            <th className="w-10">
              <span className="sr-only">Details</span>
            </th>
            {HEADINGS.map((heading) => (
              <th
                key={heading}
                scope="col"
                className="whitespace-nowrap py-2 pe-5 text-start font-bold text-text-column-header"
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => {
            const expanded = open.has(record.requestId);
            const detailsId = `${id}-${record.requestId}`;
            return (
              <Fragment key={record.requestId}>
                <tr className="border-b border-border-divider-secondary">
                  <td className="ps-2 align-middle">
                    <button
                      type="button"
                      aria-expanded={expanded}
                      aria-controls={expanded ? detailsId : undefined}
                      aria-label={`Details of invocation ${record.requestId}`}
                      onClick={() => toggle(record.requestId)}
                      className="cursor-pointer rounded-(--radius-item) bg-transparent p-1 text-text-interactive-default hover:text-text-interactive-hover focus-visible:outline-2 focus-visible:outline-border-item-focused"
                    >
                      <Icon name={expanded ? "caret-down-filled" : "caret-right-filled"} />
                    </button>
                  </td>
                  <Cell>
                    <RelativeTime time={record.startedMs} />
                  </Cell>
                  <Cell>
                    <span className="font-mono text-xs">{record.requestId}</span>
                  </Cell>
                  <Cell>
                    <StatusIndicator type={OUTCOME_LABELS[record.outcome].type}>
                      {OUTCOME_LABELS[record.outcome].text}
                    </StatusIndicator>
                  </Cell>
                  <Cell>{`${Number(record.durationMs.toFixed(2))} ms`}</Cell>
                  <Cell>{`${record.billedDurationMs} ms`}</Cell>
                  <Cell>{`${record.maxMemoryUsedMb} of ${record.memoryMb} MB`}</Cell>
                  <Cell>
                    {record.initDurationMs === undefined
                      ? "Warm"
                      : `Cold, ${Number(record.initDurationMs.toFixed(2))} ms`}
                  </Cell>
                </tr>
                {expanded && (
                  <tr id={detailsId} className="border-b border-border-divider-secondary">
                    <td />
                    <td colSpan={HEADINGS.length} className="py-4 pe-5">
                      <InvocationDetails functionName={functionName} record={record} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ children }: { children: React.ReactNode }) {
  return <td className="whitespace-nowrap py-2 pe-5">{children}</td>;
}
