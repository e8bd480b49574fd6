import { type KeyboardEvent, type PointerEvent, useRef } from "react";

interface SplitterProps {
  /** What it makes larger and smaller, for instance "Explorer width". */
  label: string;
  /** Of the line itself: a vertical one is dragged sideways. */
  orientation: "vertical" | "horizontal";
  valuePx: number;
  minPx: number;
  maxPx: number;
  /** -1 when dragging towards the start of the page makes the panel larger. */
  direction?: 1 | -1;
  onChange(valuePx: number): void;
}

const KEY_STEP_PX = 24;

/** A line between two panels that can be dragged, and moved by the arrow keys. */
export function Splitter({ label, orientation, valuePx, minPx, maxPx, direction = 1, onChange }: SplitterProps) {
  const start = useRef<{ at: number; value: number } | null>(null);
  const vertical = orientation === "vertical";
  const set = (value: number) => onChange(Math.round(Math.min(maxPx, Math.max(minPx, value))));
  const position = (event: PointerEvent) => (vertical ? event.clientX : event.clientY);
  const keys: Record<string, number> = vertical
    ? { ArrowLeft: -KEY_STEP_PX, ArrowRight: KEY_STEP_PX }
    : { ArrowUp: -KEY_STEP_PX, ArrowDown: KEY_STEP_PX };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keys[event.key];
    if (step !== undefined) set(valuePx + step * direction);
    else if (event.key === "Home") set(minPx);
    else if (event.key === "End") set(maxPx);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> can't be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={valuePx}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: position(event), value: valuePx };
      }}
      onPointerMove={(event) => {
        if (start.current) set(start.current.value + (position(event) - start.current.at) * direction);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      className={`shrink-0 touch-none bg-border-divider-default outline-none hover:bg-border-item-focused focus-visible:bg-border-item-focused ${
        vertical ? "w-px cursor-col-resize" : "h-px cursor-row-resize"
      } relative after:absolute after:z-1 ${vertical ? "after:inset-y-0 after:-inset-x-1" : "after:inset-x-0 after:-inset-y-1"}`}
    />
  );
}
