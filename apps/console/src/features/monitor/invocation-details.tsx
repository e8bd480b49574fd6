import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import type { InvocationRecord } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CopyValue } from "../../app/copy-value.tsx";
import { domainError } from "../../app/errors.ts";
import { formatAbsoluteTime } from "../../app/format/relative-time.tsx";
import { TextBlock } from "../../app/text-block.tsx";
import { responseText } from "../test/execution-results-text.ts";
import { formatJson } from "../test/json-text.ts";
import { useRunTest } from "../test/run-test.ts";
import { changeTestEventDraft } from "../test/test-event-draft-store.ts";
import { LogLines } from "./log-lines.tsx";
import { invocationQuery } from "./queries.ts";

const TRUNCATED = "Only its first 64 KB were kept, so it can't be sent again.";

/** Everything that is remembered of one invocation, and what can be done with its event. */
export function InvocationDetails({ functionName, record }: { functionName: string; record: InvocationRecord }) {
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        minColumnWidth={200}
        items={[
          { label: "Started", value: formatAbsoluteTime(record.startedMs) },
          { label: "Request ID", value: <CopyValue label="Request ID" value={record.requestId} /> },
          { label: "Function version", value: record.executedVersion },
          { label: "Test event", value: record.testEventName ?? "-" },
          { label: "Error type", value: record.errorType ?? "-" },
          { label: "Code SHA-256", value: <span className="wrap-anywhere">{record.codeSha256}</span> },
          { label: "Log stream", value: <span className="wrap-anywhere">{record.logStreamName || "-"}</span> },
        ]}
      />
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center justify-between gap-2 pb-1">
            <Box variant="h4">Event</Box>
            <EventActions functionName={functionName} record={record} />
          </div>
          <TextBlock label="Event" text={prettyJson(record.event)} maxHeightPx={240} />
          {record.eventTruncated && <Box color="text-body-secondary">{TRUNCATED}</Box>}
        </div>
        <div className="min-w-0">
          <div className="flex min-h-9 items-center pb-1">
            <Box variant="h4">Response</Box>
          </div>
          <TextBlock label="Response" text={responseText(record.response)} maxHeightPx={240} />
          {record.responseTruncated && <Box color="text-body-secondary">Only its first 64 KB were kept.</Box>}
        </div>
      </div>
      <InvocationLog functionName={functionName} requestId={record.requestId} />
    </SpaceBetween>
  );
}

function EventActions({ functionName, record }: { functionName: string; record: InvocationRecord }) {
  const { running, run } = useRunTest(functionName);
  const navigate = useNavigate();
  const openTest = () =>
    void navigate({ to: "/functions/$functionName", params: { functionName }, search: { tab: "testing" } });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        disabled={record.eventTruncated}
        disabledReason={TRUNCATED}
        onClick={() => {
          changeTestEventDraft(functionName, (draft) => ({
            ...draft,
            action: "create",
            created: { name: draft.created.name, eventJson: prettyJson(record.event) },
          }));
          openTest();
        }}
      >
        Edit as test event
      </Button>
      <Button
        disabled={record.eventTruncated || running}
        disabledReason={record.eventTruncated ? TRUNCATED : "A test of this function is running."}
        onClick={() => {
          void run({ eventJson: record.event });
          openTest();
        }}
      >
        Replay this event
      </Button>
    </SpaceBetween>
  );
}

function InvocationLog({ functionName, requestId }: { functionName: string; requestId: string }) {
  const { data, error } = useQuery(invocationQuery(requestId));
  const search = new URLSearchParams({ tab: "monitoring", subtab: "logs", requestId });
  return (
    <div>
      <div className="flex items-center justify-between gap-2 pb-1">
        <Box variant="h4">Log</Box>
        <Link href={`/functions/${functionName}?${search}`}>Show in logs</Link>
      </div>
      {error !== null && (
        <Alert type="error" statusIconAriaLabel="Error">
          {domainError(error).message}
        </Alert>
      )}
      {data === undefined && error === null && <Spinner />}
      {data !== undefined && <LogLines label="Log of this invocation" events={data.log} maxHeightPx={320} />}
    </div>
  );
}

function prettyJson(text: string): string {
  const formatted = formatJson(text);
  return formatted.ok ? formatted.text : text;
}
