import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { trpc } from "../../app/trpc.ts";
import {
  REFRESH_INTERVALS,
  type RefreshIntervalId,
  refreshInterval,
  TIME_RANGES,
  type TimeRangeId,
} from "./time-range.ts";

interface MonitorControlsProps {
  range: TimeRangeId;
  refresh: RefreshIntervalId;
  onRangeChange: (range: TimeRangeId) => void;
  onRefreshChange: (refresh: RefreshIntervalId) => void;
}

/** Time range and refresh of everything on the Monitor tab. */
export function MonitorControls({ range, refresh, onRangeChange, onRefreshChange }: MonitorControlsProps) {
  const queryClient = useQueryClient();
  const filters = [trpc.metrics.pathFilter(), trpc.invocations.pathFilter(), trpc.logs.pathFilter()];
  const fetching = useIsFetching(trpc.metrics.pathFilter()) > 0;
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <SegmentedControl
        label="Time range"
        selectedId={range}
        options={TIME_RANGES.map(({ id }) => ({ id, text: id }))}
        onChange={({ detail }) => onRangeChange(detail.selectedId as TimeRangeId)}
      />
      <Button
        iconName="refresh"
        ariaLabel="Refresh"
        loading={fetching && refresh === "off"}
        onClick={() => {
          for (const filter of filters) void queryClient.invalidateQueries(filter);
        }}
      />
      <ButtonDropdown
        ariaLabel={`Refresh automatically: ${refreshInterval(refresh).label}`}
        items={REFRESH_INTERVALS.map(({ id, label }) => ({
          id,
          text: label,
          itemType: "checkbox",
          checked: id === refresh,
        }))}
        onItemClick={({ detail }) => onRefreshChange(detail.id as RefreshIntervalId)}
      >
        {refresh === "off" ? "Auto-refresh off" : `Every ${refreshInterval(refresh).label}`}
      </ButtonDropdown>
    </SpaceBetween>
  );
}
