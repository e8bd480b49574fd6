import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Token from "@cloudscape-design/components/token";
import { logGroupName } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { LiveTail } from "./live-tail.tsx";
import { PastLogs } from "./past-logs.tsx";
import { logStreamsQuery } from "./queries.ts";
import { type TimeRangeId, timeRange } from "./time-range.ts";

const ALL_STREAMS = { value: "", label: "All log streams" };
/** A pause this long ends a word: the search follows without Enter. */
const TYPING_PAUSE_MS = 400;

interface LogsPanelProps {
  functionName: string;
  range: TimeRangeId;
  refetchIntervalMs: number;
  /** The log of this invocation alone. */
  requestId?: string;
  liveAtFirst: boolean;
}

/** The function's log: what was written in the range, or what is written now. */
export function LogsPanel({ functionName, range, refetchIntervalMs, requestId, liveAtFirst }: LogsPanelProps) {
  const [live, setLive] = useState(liveAtFirst);
  const [typed, setTyped] = useState("");
  const [filter, setFilter] = useState("");
  const [logStreamName, setLogStreamName] = useState("");
  const [filterIssue, setFilterIssue] = useState<string | null>(null);
  const streams = useQuery(logStreamsQuery(functionName));
  const navigate = useNavigate();

  const search = (text: string) => {
    setFilter(text.trim());
    setFilterIssue(null);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause
  useEffect(() => {
    const timer = setTimeout(() => search(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  const streamOptions = [
    ALL_STREAMS,
    ...(streams.data ?? []).map((stream) => ({
      value: stream.logStreamName,
      label: stream.logStreamName,
      description: `${stream.eventCount.toLocaleString("en-US")} events`,
    })),
  ];
  const shared = {
    functionName,
    filter: filter === "" ? undefined : filter,
    logStreamName: logStreamName === "" ? undefined : logStreamName,
    onFilterRefused: setFilterIssue,
  };
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={`Log group ${logGroupName(functionName)}${live || requestId !== undefined ? "" : `, last ${timeRange(range).label.replace(/^1 /, "")}`}`}
          actions={
            <SegmentedControl
              label="Which log"
              selectedId={live ? "live" : "past"}
              options={[
                { id: "past", text: "Past" },
                { id: "live", text: "Live tail" },
              ]}
              onChange={({ detail }) => setLive(detail.selectedId === "live")}
            />
          }
        >
          Logs
        </Header>
      }
    >
      <SpaceBetween size="s">
        <div className="grid gap-3 md:grid-cols-[minmax(0,1fr)_320px]">
          <Input
            type="search"
            ariaLabel="Filter log events"
            placeholder="Filter events: words, ?either ?or, -without, &quot;a phrase&quot;, %regex%"
            value={typed}
            invalid={filterIssue !== null}
            onChange={({ detail }) => setTyped(detail.value)}
            onKeyDown={({ detail }) => detail.key === "Enter" && search(typed)}
          />
          <Select
            ariaLabel="Log stream"
            selectedOption={streamOptions.find(({ value }) => value === logStreamName) ?? ALL_STREAMS}
            options={streamOptions}
            filteringType={streamOptions.length > 10 ? "auto" : "none"}
            filteringAriaLabel="Find log streams"
            onChange={({ detail }) => setLogStreamName(detail.selectedOption.value ?? "")}
          />
        </div>
        {requestId !== undefined && !live && (
          <div className="w-fit">
            <Token
              label={`Request ID: ${requestId}`}
              dismissLabel="Show the logs of all requests"
              onDismiss={() =>
                void navigate({
                  to: "/functions/$functionName",
                  params: { functionName },
                  search: { tab: "monitoring", subtab: "logs" },
                })
              }
            />
          </div>
        )}
        {filterIssue !== null && (
          <Alert type="error" statusIconAriaLabel="Error" header="The filter can't be read">
            {filterIssue}
          </Alert>
        )}
        {live ? (
          // Another filter is another question: what was shown answers the former one.
          <LiveTail key={`${filter} ${logStreamName}`} {...shared} />
        ) : (
          <PastLogs {...shared} range={range} refetchIntervalMs={refetchIntervalMs} requestId={requestId} />
        )}
      </SpaceBetween>
    </Container>
  );
}
