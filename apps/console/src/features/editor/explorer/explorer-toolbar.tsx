import { useRef } from "react";
import { filesOfInput } from "../dropped-files.ts";
import type { EditorSession } from "../editor-session.ts";
import { folderForNewEntry } from "../file-tree.ts";
import { ToolButton } from "../tool-button.tsx";
import type { ExplorerActions } from "./explorer-actions.ts";

/** Everything that the context menu can do, as buttons: for the selected file or folder. */
export function ExplorerToolbar({ session, actions }: { session: EditorSession; actions: ExplorerActions }) {
  const input = useRef<HTMLInputElement>(null);
  const { selected } = session.view;
  const isFile = selected !== null && session.workspace.file(selected) !== undefined;
  const folder = folderForNewEntry(selected, selected !== null && !isFile);
  return (
    <div role="toolbar" aria-label="Files" className="flex items-center gap-0.5">
      <ToolButton iconName="file" label="New file" onClick={() => actions.startNew("file")} />
      <ToolButton iconName="folder" label="New folder" onClick={() => actions.startNew("folder")} />
      <ToolButton iconName="upload" label="Add files from this computer" onClick={() => input.current?.click()} />
      <ToolButton
        iconName="edit"
        label="Rename (F2)"
        disabled={selected === null}
        onClick={() => selected !== null && actions.startRename(selected)}
      />
      <ToolButton
        iconName="remove"
        label="Delete (Del)"
        disabled={selected === null}
        onClick={() => selected !== null && actions.askToDelete(selected)}
      />
      <ToolButton
        iconName="download"
        label="Download file"
        disabled={!isFile}
        onClick={() => selected !== null && void actions.download(selected)}
      />
      <ToolButton
        iconName="treeview-collapse"
        label="Collapse all folders"
        onClick={() => session.view.expandOnly(new Set())}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Add files from this computer"
        onChange={(event) => {
          void actions.addFiles(folder, filesOfInput(event.target.files ?? []));
          event.target.value = "";
        }}
      />
    </div>
  );
}
