import Box from "@cloudscape-design/components/box";
import LineChart, { type LineChartProps } from "@cloudscape-design/components/line-chart";
import type { MetricPoint } from "@lambent/model";
import type { ReactNode } from "react";
import { formatDuration } from "../../app/format/duration.tsx";
import { axisTop, type Datum, metricSeries, metricTotals } from "./metric-series.ts";
import type { TimeSpan } from "./time-range.ts";

interface MetricsChartsProps {
  points: readonly MetricPoint[];
  span: TimeSpan;
}

interface Line {
  title: string;
  data: Datum[];
}

const DAY_MS = 86_400_000;
/** So that the axis of a count has whole numbers on it. */
const LOWEST_TOP = 4;
const count = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
const percent = (value: number) => `${value.toLocaleString("en-US", { maximumFractionDigits: 1 })} %`;

/** The function's metrics, one chart each; loaded when the Monitor tab is first opened. */
function MetricsCharts({ points, span }: MetricsChartsProps) {
  const series = metricSeries(points, span);
  const totals = metricTotals(points);
  const durations: Line[] = [
    { title: "Minimum", data: series.durationMin },
    { title: "Average", data: series.durationAvg },
    { title: "Maximum", data: series.durationMax },
  ];
  return (
    <div className="grid gap-x-8 gap-y-6 md:grid-cols-2 xl:grid-cols-3">
      <Widget title="Invocations" figure={`Total ${count(totals.invocations)}`}>
        <Chart
          name="Invocations"
          span={span}
          lines={[{ title: "Invocations", data: series.invocations }]}
          format={count}
        />
      </Widget>
      <Widget
        title="Duration"
        figure={totals.durationAvgMs === null ? undefined : `Average ${formatDuration(totals.durationAvgMs)}`}
      >
        <Chart name="Duration" span={span} lines={durations} format={formatDuration} />
      </Widget>
      <Widget title="Error count" figure={`Total ${count(totals.errors)}`}>
        <Chart name="Error count" span={span} lines={[{ title: "Errors", data: series.errors }]} format={count} />
      </Widget>
      <Widget
        title="Success rate"
        figure={totals.successRatePercent === null ? undefined : percent(totals.successRatePercent)}
      >
        <Chart
          name="Success rate"
          span={span}
          lines={[{ title: "Success rate", data: series.successRate }]}
          format={percent}
          top={100}
        />
      </Widget>
      <Widget title="Throttles" figure={`Total ${count(totals.throttles)}`}>
        <Chart name="Throttles" span={span} lines={[{ title: "Throttles", data: series.throttles }]} format={count} />
      </Widget>
      <Widget title="Total concurrent executions" figure={`Highest ${count(totals.concurrencyMax)}`}>
        <Chart
          name="Total concurrent executions"
          span={span}
          lines={[{ title: "Concurrent executions", data: series.concurrency }]}
          format={count}
        />
      </Widget>
    </div>
  );
}

export default MetricsCharts;

function Widget({ title, figure, children }: { title: string; figure: string | undefined; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="flex items-baseline justify-between gap-4 pb-3">
        <Box variant="h4" tagOverride="h4">
          {title}
        </Box>
        {figure !== undefined && <Box color="text-body-secondary">{figure}</Box>}
      </div>
      {children}
    </section>
  );
}

interface ChartProps {
  name: string;
  span: TimeSpan;
  lines: Line[];
  format: (value: number) => string;
  /** Fixed upper end of the axis. */
  top?: number;
}

function Chart({ name, span, lines, format, top }: ChartProps) {
  const hasData = lines.some(({ data }) => data.length > 0);
  const series: LineChartProps<Date>["series"] = lines.map(({ title, data }) => ({
    type: "line",
    title,
    data,
    valueFormatter: format,
  }));
  return (
    <LineChart<Date>
      ariaLabel={name}
      series={hasData ? series : []}
      height={140}
      hideFilter
      hideLegend={lines.length === 1}
      xScaleType="time"
      xDomain={[new Date(span.startMs), new Date(span.endMs)]}
      yDomain={[
        0,
        top ??
          axisTop(
            lines.map(({ data }) => data),
            LOWEST_TOP,
          ),
      ]}
      xTickFormatter={span.endMs - span.startMs > DAY_MS ? dayAndTime : timeOfDay}
      yTickFormatter={format}
      empty={<Box color="text-body-secondary">No data available. Try another time range.</Box>}
      i18nStrings={{ chartAriaRoleDescription: "line chart" }}
    />
  );
}

function timeOfDay(time: Date): string {
  return time.toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hour12: false });
}

function dayAndTime(time: Date): string {
  return `${time.toLocaleDateString("en-US", { month: "short", day: "numeric" })}\n${timeOfDay(time)}`;
}
