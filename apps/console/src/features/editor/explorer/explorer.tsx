import Alert from "@cloudscape-design/components/alert";
import { useCallback, useState } from "react";
import type { EditorSession } from "../editor-session.ts";
import { ContextMenu, type MenuItem } from "./context-menu.tsx";
import { useExplorerActions } from "./explorer-actions.ts";
import { ExplorerToolbar } from "./explorer-toolbar.tsx";
import { FileTreeView } from "./file-tree-view.tsx";
import { QuestionModal } from "./question-modal.tsx";

/** The file explorer: tree, buttons, context menu and the questions that they ask. */
export function Explorer({ session }: { session: EditorSession }) {
  const actions = useExplorerActions(session);
  const [menu, setMenu] = useState<{ path: string; at: { x: number; y: number } } | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  return (
    <section aria-label="Explorer" className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center justify-between gap-2 px-2 py-1">
        <h3 className="m-0 truncate text-xs font-bold text-text-body-secondary uppercase">Explorer</h3>
        <ExplorerToolbar session={session} actions={actions} />
      </div>
      {actions.problem !== null && (
        <div className="px-2 pb-1">
          <Alert
            type="error"
            statusIconAriaLabel="Error"
            dismissible
            dismissAriaLabel="Dismiss"
            onDismiss={actions.dismissProblem}
          >
            {actions.problem}
          </Alert>
        </div>
      )}
      <FileTreeView session={session} actions={actions} onMenu={(path, at) => setMenu({ path, at })} />
      {menu && (
        <ContextMenu
          label={`Actions for ${menu.path}`}
          at={menu.at}
          items={menuItems(session, actions, menu.path)}
          onClose={closeMenu}
        />
      )}
      <QuestionModal question={actions.question} onAnswer={(yes) => void actions.answer(yes)} />
    </section>
  );
}

function menuItems(session: EditorSession, actions: ReturnType<typeof useExplorerActions>, path: string): MenuItem[] {
  const file = session.workspace.file(path);
  const open: MenuItem[] = file ? [{ label: "Open", shortcut: "Enter", run: () => session.view.openFile(path) }] : [];
  const download: MenuItem[] = file ? [{ label: "Download", run: () => void actions.download(path) }] : [];
  return [
    ...open,
    { label: "New file", run: () => actions.startNew("file", path) },
    { label: "New folder", run: () => actions.startNew("folder", path) },
    { label: "Rename", shortcut: "F2", run: () => actions.startRename(path) },
    { label: "Copy path", run: () => void navigator.clipboard?.writeText(path) },
    ...download,
    { label: "Delete", shortcut: "Del", run: () => actions.askToDelete(path) },
  ];
}
