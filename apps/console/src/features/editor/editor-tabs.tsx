import Icon from "@cloudscape-design/components/icon";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { EditorSession } from "./editor-session.ts";
import { neighbour } from "./open-files.ts";
import { nameOf, parentOf } from "./paths.ts";

interface EditorTabsProps {
  session: EditorSession;
  /** Ids of the panel that they control. */
  panelId: string;
}

/** The open files. Arrow keys change, Delete closes, a middle click too; a dot says that a file isn't deployed as it stands. */
export function EditorTabs({ session, panelId }: EditorTabsProps) {
  const { paths, active } = session.view.open;
  const list = useRef<HTMLDivElement>(null);
  const changed = new Set(session.changed.map(({ path }) => path));
  const names = paths.map(nameOf);

  useEffect(() => {
    const tab = active === null ? undefined : list.current?.querySelector('[aria-selected="true"]');
    tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = step === 0 ? null : neighbour(session.view.open, step);
    if (next !== null) session.view.openFile(next);
    else if (event.key === "Delete" && active !== null) session.view.closeFile(active);
    else return;
    event.preventDefault();
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };

  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Open files"
      onKeyDown={onKeyDown}
      className="flex h-9 shrink-0 overflow-x-auto overflow-y-hidden border-b border-border-divider-default bg-background-layout-main [scrollbar-width:thin]"
    >
      {paths.map((path) => {
        const name = nameOf(path);
        const ambiguous = names.filter((other) => other === name).length > 1;
        const dirty = changed.has(path);
        const selected = path === active;
        return (
          <div
            key={path}
            role="none"
            className={`group relative flex shrink-0 items-center border-e border-border-divider-default text-sm ${
              selected
                ? "bg-background-container-content text-text-body-default before:absolute before:inset-x-0 before:top-0 before:h-0.5 before:bg-border-item-focused"
                : "text-text-body-secondary hover:text-text-body-default"
            }`}
          >
            <button
              type="button"
              role="tab"
              id={`${panelId}-tab-${path}`}
              aria-selected={selected}
              aria-controls={panelId}
              aria-keyshortcuts="Delete"
              tabIndex={selected ? 0 : -1}
              title={path}
              onClick={() => session.view.openFile(path)}
              onAuxClick={(event) => event.button === 1 && session.view.closeFile(path)}
              className="flex h-full cursor-pointer items-center gap-1.5 bg-transparent ps-3 pe-1 font-[inherit] text-inherit focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-border-item-focused"
            >
              {name}
              {ambiguous && <span className="text-xs text-text-body-secondary">{parentOf(path) || "/"}</span>}
              {dirty && (
                <span
                  className="size-2 rounded-full bg-text-status-warning"
                  role="img"
                  aria-label="undeployed changes"
                />
              )}
            </button>
            {/* For the pointer only: a tab list may hold nothing but tabs. The Delete key does the same. */}
            <span
              aria-hidden
              title="Close (Del)"
              onClick={() => session.view.closeFile(path)}
              className="me-1 inline-flex size-5 cursor-pointer items-center justify-center rounded hover:bg-background-dropdown-item-hover"
            >
              <Icon name="close" size="small" />
            </span>
          </div>
        );
      })}
    </div>
  );
}
