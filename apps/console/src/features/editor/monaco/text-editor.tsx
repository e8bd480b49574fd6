import { useEffect, useRef, useState } from "react";
import { domainError } from "../../../app/errors.ts";
import { useDarkMode } from "../../../app/theme.ts";
import type { EditorSession } from "../editor-session.ts";
import { setEditorStatus, setGoToProblem } from "../editor-status.ts";
import { modelsOf } from "./editor-models.ts";
import { insertWholeText } from "./insert-whole-text.ts";
import { applyTheme, monaco } from "./monaco.ts";
import { reportStatus } from "./report-status.ts";

interface TextEditorProps {
  session: EditorSession;
  path: string;
  /** The file could not be read: gone meanwhile, or the server wasn't reached. */
  onFailed(message: string): void;
}

/** Monaco on one of the function's files; another `path` keeps the editor and changes its text. */
export default function TextEditor({ session, path, onFailed }: TextEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const dark = useDarkMode();
  const failed = useRef(onFailed);
  failed.current = onFailed;

  useEffect(() => {
    applyTheme(dark, host.current!);
  }, [dark]);

  useEffect(() => {
    const created = monaco.editor.create(host.current!, {
      model: null,
      // The plain text area that other browsers get too: only there a text that comes in one piece can be told from typing
      editContext: false,
      automaticLayout: true,
      fontSize: 13,
      minimap: { enabled: true, renderCharacters: false },
      scrollBeyondLastLine: false,
      // At its end the wheel scrolls the page, which has more below the editor
      scrollbar: { alwaysConsumeMouseWheel: false },
      fixedOverflowWidgets: true,
      bracketPairColorization: { enabled: true },
      padding: { top: 8 },
      wordBasedSuggestions: "matchingDocuments",
      // Pasted lines stay as they are: re-indenting them breaks Python
      autoIndentOnPaste: false,
      formatOnPaste: false,
      stickyScroll: { enabled: false },
    });
    const attached = [reportStatus(created, setEditorStatus), insertWholeText(created, host.current!)];
    setGoToProblem(() => {
      created.focus();
      void created.getAction("editor.action.marker.next")?.run();
    });
    setEditor(created);
    return () => {
      for (const each of attached) each.dispose();
      created.dispose();
      setEditorStatus(null);
      setGoToProblem(() => {});
      setEditor(null);
    };
  }, []);

  useEffect(() => {
    if (!editor) return;
    const models = modelsOf(session);
    let left = false;
    let shown = false;
    const show = async () => {
      const model = await models.open(path);
      if (left) return;
      if (!model) return failed.current("The file is no longer there.");
      editor.setModel(model);
      editor.updateOptions({ ariaLabel: `Code editor, ${path}` });
      editor.restoreViewState(models.viewState(path));
      shown = true;
    };
    show().catch((error: unknown) => {
      if (!left) failed.current(domainError(error).message);
    });
    return () => {
      left = true;
      if (shown) models.keepViewState(path, editor.saveViewState());
    };
  }, [editor, session, path]);

  return <div ref={host} className="absolute inset-0 bg-background-container-content" />;
}
