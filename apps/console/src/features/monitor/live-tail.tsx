import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLayoutEffect, useRef, useState } from "react";
import { LIVE_TAIL_MAX_LINES } from "./live-tail-buffer.ts";
import { LogLines } from "./log-lines.tsx";
import { type LiveTailInput, type LiveTailState, useLiveTail } from "./use-live-tail.ts";

const STATE_LABELS: Record<LiveTailState, { type: "success" | "loading" | "stopped" | "error"; text: string }> = {
  connecting: { type: "loading", text: "Connecting" },
  live: { type: "success", text: "Live" },
  reconnecting: { type: "loading", text: "Connection lost, reconnecting" },
  stopped: { type: "stopped", text: "Stopped" },
  failed: { type: "error", text: "Stopped by an error" },
};

/** Log lines as they are written. Follows the end, until a person scrolls up to read. */
export function LiveTail(props: LiveTailInput) {
  const { state, error, events, droppedCount, running, start, stop, clear } = useLiveTail(props);
  const scroller = useRef<HTMLElement>(null);
  const [following, setFollowing] = useState(true);
  const lastId = events.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new last line is a reason to scroll
  useLayoutEffect(() => {
    if (following && scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [lastId, following]);

  return (
    <SpaceBetween size="xs">
      <div className="flex flex-wrap items-center gap-3">
        <Button iconName={running ? "close" : "caret-right-filled"} onClick={running ? stop : start}>
          {running ? "Stop" : "Start"}
        </Button>
        <Button onClick={clear} disabled={events.length === 0}>
          Clear
        </Button>
        <StatusIndicator type={STATE_LABELS[state].type}>{STATE_LABELS[state].text}</StatusIndicator>
        {error !== null && <span className="text-text-status-error">{error}</span>}
        {droppedCount > 0 && (
          <span className="text-text-body-secondary">
            The last {LIVE_TAIL_MAX_LINES} lines are shown; {droppedCount.toLocaleString("en-US")} older ones are in the
            past log.
          </span>
        )}
      </div>
      <div className="relative">
        <LogLines
          label="Live log events"
          scroller={scroller}
          events={events}
          maxHeightPx={480}
          fixedHeight
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
            setFollowing(scrollHeight - scrollTop - clientHeight < 24)
          }
          empty={
            <div className="grid h-full place-content-center p-4 text-center text-text-body-secondary">
              <b className="text-text-body-default">{running ? "Waiting for new log lines" : "Live tail is stopped"}</b>
              <span>
                {running
                  ? "They appear here while the function runs. Send it a test event, from the Code or Test tab or another window."
                  : "Choose Start to follow the log."}
              </span>
            </div>
          }
        />
        {!following && events.length > 0 && (
          <div className="absolute bottom-3 left-1/2 -translate-x-1/2">
            <Button iconName="angle-down" onClick={() => setFollowing(true)}>
              Jump to newest
            </Button>
          </div>
        )}
      </div>
    </SpaceBetween>
  );
}
