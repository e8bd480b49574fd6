import { useSyncExternalStore } from "react";
import type { HelpId } from "../help/help-topics.tsx";
import { readStored, writeStored } from "./stored-value.ts";

export type DrawerId = "info" | "tutorials";

interface DrawerState {
  active: DrawerId | null;
  /** Topic that an Info link asked for; null shows the page's own. */
  topic: HelpId | null;
  /** Grows when the drawer should take the focus. */
  focusRequests: number;
}

/** A tutorial goes on after a reload; so does its panel. Help is asked for anew. */
const KEY = "lambent.drawer";

/** Below this a panel covers the page instead of standing beside it. */
const narrow = window.matchMedia("(max-width: 688px)");

let state: DrawerState = {
  active: readStored<DrawerId>(KEY) === "tutorials" && !narrow.matches ? "tutorials" : null,
  topic: null,
  focusRequests: 0,
};
const listeners = new Set<() => void>();

function set(change: Partial<DrawerState>): void {
  state = { ...state, ...change };
  if (change.active !== undefined) writeStored(KEY, change.active);
  for (const listener of listeners) listener();
}

/** The two panels at the right edge: help and tutorials. One is open at a time. */
export const drawers = {
  showHelp(topic: HelpId): void {
    set({ active: "info", topic, focusRequests: state.focusRequests + 1 });
  },
  show(id: DrawerId | null): void {
    set({ active: id });
  },
  /** Shows a panel that accompanies the page; not where it would cover the page. */
  showBeside(id: DrawerId): void {
    set({ active: narrow.matches ? null : id });
  },
  /** Another page has another help text. */
  forgetTopic(): void {
    if (state.topic !== null) set({ topic: null });
  },
};

export function useDrawers(): DrawerState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
