import type { ReactNode } from "react";
import type { EditorSession } from "./editor-session.ts";
import { showNextProblem, useEditorStatus } from "./editor-status.ts";
import { languageOfPath } from "./language-of-path.ts";
import { shortcut } from "./shortcut.ts";
import { ToolButton } from "./tool-button.tsx";

interface StatusBarProps {
  session: EditorSession;
  sideBarShown: boolean;
  onSideBar(): void;
  outputShown: boolean;
  onOutput(): void;
  fullWindow: boolean;
  onFullWindow(): void;
}

/** The line at the bottom: problems, draft, cursor, language; and what is shown. */
export function StatusBar(props: StatusBarProps) {
  const { session, sideBarShown, onSideBar, outputShown, onOutput, fullWindow, onFullWindow } = props;
  const status = useEditorStatus();
  const path = session.view.open.active;
  return (
    <div className="flex h-8 shrink-0 items-center gap-3 overflow-hidden border-t border-border-divider-default bg-background-layout-main px-2 text-xs whitespace-nowrap text-text-body-secondary">
      <ToolButton iconName="folder" label={`Explorer (${shortcut("B")})`} pressed={sideBarShown} onClick={onSideBar} />
      <ToolButton
        iconName="command-prompt"
        label={`Output (${shortcut("J")})`}
        pressed={outputShown}
        onClick={onOutput}
      />
      {status && <Problems errors={status.errors} warnings={status.warnings} />}
      <DraftNote session={session} />
      <span className="flex-1" />
      {status && (
        <>
          <span>
            Ln {status.line}, Col {status.column}
            {status.selected > 0 && ` (${status.selected} selected)`}
          </span>
          <span className="max-md:hidden">{status.indentation}</span>
          <span className="max-md:hidden">UTF-8</span>
          <span className="max-md:hidden">{status.lineEnding}</span>
          {path !== null && <span>{languageOfPath(path).label}</span>}
        </>
      )}
      <ToolButton
        iconName={fullWindow ? "exit-full-screen" : "full-screen"}
        label={fullWindow ? "Leave full window" : "Full window"}
        pressed={fullWindow}
        onClick={onFullWindow}
      />
    </div>
  );
}

function Problems({ errors, warnings }: { errors: number; warnings: number }) {
  const count = errors + warnings;
  const text = `${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
  if (count === 0) return <span>No problems</span>;
  return (
    <button
      type="button"
      title="Go to the next problem (F8)"
      onClick={showNextProblem}
      className="cursor-pointer rounded bg-transparent px-1 py-0 font-[inherit] text-inherit hover:bg-background-dropdown-item-hover"
    >
      <span className={errors > 0 ? "text-text-status-error" : "text-text-status-warning"}>{text}</span>
    </button>
  );
}

/** Where what was typed is: on the server, on its way, or not yet. */
function DraftNote({ session }: { session: EditorSession }): ReactNode {
  const { draftStatus } = session;
  if (draftStatus.kind === "failed") {
    return (
      <span role="alert" className="truncate text-text-status-error">
        Draft not saved: {draftStatus.message}
      </span>
    );
  }
  if (session.changed.length === 0) return null;
  return <span className="truncate">{draftStatus.kind === "saved" ? "Draft saved" : "Saving draft"}</span>;
}
