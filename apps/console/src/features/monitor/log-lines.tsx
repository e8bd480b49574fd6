import Icon from "@cloudscape-design/components/icon";
import type { StoredLogEvent } from "@lambent/model";
import { memo, type Ref, type UIEventHandler, useState } from "react";
import { formatAbsoluteTime } from "../../app/format/relative-time.tsx";
import { jsonOfMessage, type LogLevel, logLevel, logTime } from "./log-message.ts";

interface LogLinesProps {
  label: string;
  events: readonly StoredLogEvent[];
  maxHeightPx: number;
  /** As high as it may become from the start: what follows doesn't move while lines come. */
  fixedHeight?: boolean;
  /** Shown in place of lines when there are none. */
  empty?: React.ReactNode;
  before?: React.ReactNode;
  after?: React.ReactNode;
  scroller?: Ref<HTMLElement>;
  onScroll?: UIEventHandler<HTMLElement>;
}

const LEVEL_CLASSES: Record<LogLevel, string> = {
  error: "text-text-status-error",
  warning: "text-text-status-warning",
  platform: "text-text-body-secondary",
  normal: "text-text-body-default",
};

/** Log events oldest first, in a box that scrolls by itself. */
export function LogLines({
  label,
  events,
  maxHeightPx,
  fixedHeight,
  empty,
  before,
  after,
  scroller,
  onScroll,
}: LogLinesProps) {
  return (
    <section
      ref={scroller}
      aria-label={label}
      onScroll={onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      style={fixedHeight ? { height: maxHeightPx } : { maxHeight: maxHeightPx }}
      className="overflow-auto rounded-(--radius-code-editor) border border-border-divider-default bg-background-code-editor-gutter-default focus-visible:outline-2 focus-visible:outline-border-item-focused"
    >
      {before}
      {events.length === 0 ? (
        (empty ?? <p className="m-0 px-3 py-2 text-text-body-secondary">Nothing was logged.</p>)
      ) : (
        <ol className="m-0 list-none p-0 py-1 font-mono text-xs/5">
          {events.map((event) => (
            <LogLine key={event.id} event={event} />
          ))}
        </ol>
      )}
      {after}
    </section>
  );
}

const LogLine = memo(function LogLine({ event: { timestampMs, message, logStreamName } }: { event: StoredLogEvent }) {
  const [open, setOpen] = useState(false);
  const json = jsonOfMessage(message);
  return (
    <li className="flex items-start gap-2 px-3 hover:bg-background-dropdown-item-hover">
      <span className="w-5 shrink-0">
        {json !== null && (
          <button
            type="button"
            aria-expanded={open}
            aria-label={open ? "Show as one line" : "Show JSON indented"}
            onClick={() => setOpen(!open)}
            className="cursor-pointer bg-transparent p-0 text-text-interactive-default focus-visible:outline-2 focus-visible:outline-border-item-focused"
          >
            <Icon name={open ? "caret-down-filled" : "caret-right-filled"} size="small" />
          </button>
        )}
      </span>
      <time
        dateTime={new Date(timestampMs).toISOString()}
        title={`${formatAbsoluteTime(timestampMs)}\n${logStreamName}`}
        className="shrink-0 whitespace-nowrap text-text-body-secondary tabular-nums"
      >
        {logTime(timestampMs)}
      </time>
      <span className={`min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere ${LEVEL_CLASSES[logLevel(message)]}`}>
        {open && json !== null ? json : message}
      </span>
    </li>
  );
});
