import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { domainError } from "../../app/errors.ts";
import { InfoLink } from "../../app/info-link.tsx";
import { useStored } from "../../app/stored-value.ts";
import { TutorialHotspot } from "../tutorial/tutorial-hotspot.tsx";
import { InvocationsTable } from "./invocations-table.tsx";
import { LogsPanel } from "./logs-panel.tsx";
import { MonitorControls } from "./monitor-controls.tsx";
import { metricsQuery } from "./queries.ts";
import {
  DEFAULT_REFRESH_INTERVAL,
  DEFAULT_TIME_RANGE,
  type RefreshIntervalId,
  refreshInterval,
  type TimeRangeId,
} from "./time-range.ts";

const MetricsCharts = lazy(() => import("./metrics-charts.tsx"));
/** As high as three rows of charts, so that nothing below moves when they come. */
const CHARTS_MIN_HEIGHT_PX = 460;

function MonitorTab({ functionName }: { functionName: string }) {
  const { subtab, requestId } = useSearch({ from: "/functions/$functionName" });
  const [range, setRange] = useStored<TimeRangeId>("lambent.monitor.range", DEFAULT_TIME_RANGE);
  const [refresh, setRefresh] = useStored<RefreshIntervalId>("lambent.monitor.refresh", DEFAULT_REFRESH_INTERVAL);
  const refetchIntervalMs = refreshInterval(refresh).milliseconds;
  const logsWanted = subtab === "logs" || subtab === "live-tail";

  const logs = (
    <LogsPanel
      // Another link to the logs starts the panel anew with what that link asks for.
      key={`${functionName} ${subtab} ${requestId}`}
      functionName={functionName}
      range={range}
      refetchIntervalMs={refetchIntervalMs}
      requestId={requestId}
      liveAtFirst={subtab === "live-tail"}
    />
  );
  return (
    <SpaceBetween size="l">
      <Header
        variant="h2"
        info={<InfoLink helpId="monitor" label="monitoring" />}
        actions={
          <MonitorControls range={range} refresh={refresh} onRangeChange={setRange} onRefreshChange={setRefresh} />
        }
      >
        Monitor
      </Header>
      {logsWanted && logs}
      <Metrics functionName={functionName} range={range} refetchIntervalMs={refetchIntervalMs} />
      <InvocationsTable functionName={functionName} range={range} refetchIntervalMs={refetchIntervalMs} />
      {!logsWanted && logs}
    </SpaceBetween>
  );
}

export default MonitorTab;

interface MetricsProps {
  functionName: string;
  range: TimeRangeId;
  refetchIntervalMs: number;
}

function Metrics({ functionName, range, refetchIntervalMs }: MetricsProps) {
  const { data, error, refetch } = useQuery(metricsQuery(functionName, range, refetchIntervalMs));
  return (
    <Container
      header={
        <TutorialHotspot id="monitor.metrics">
          <Header variant="h3">Metrics</Header>
        </TutorialHotspot>
      }
    >
      <div style={{ minHeight: CHARTS_MIN_HEIGHT_PX }}>
        {data === undefined && error !== null && (
          <Alert
            type="error"
            statusIconAriaLabel="Error"
            header="The metrics couldn't be loaded"
            action={<Button onClick={() => void refetch()}>Retry</Button>}
          >
            {domainError(error).message}
          </Alert>
        )}
        <Suspense fallback={<Loading />}>
          {data !== undefined && <MetricsCharts points={data.points} span={data.span} />}
          {data === undefined && error === null && <Loading />}
        </Suspense>
      </div>
    </Container>
  );
}

function Loading() {
  return (
    <Box textAlign="center" padding="xxl">
      <Spinner /> <span role="status">Loading the metrics</span>
    </Box>
  );
}
