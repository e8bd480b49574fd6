import { useEffect, useRef } from "react";
import { useDarkMode } from "../../../app/theme.ts";
import { languageOfPath } from "../language-of-path.ts";
import { applyTheme, monaco } from "./monaco.ts";

/** Two versions of a text side by side, read-only: the deployed one left, mine right. */
export default function DiffView({ path, theirs, mine }: { path: string; theirs: string; mine: string }) {
  const host = useRef<HTMLDivElement>(null);
  const dark = useDarkMode();
  useEffect(() => applyTheme(dark, host.current!), [dark]);
  useEffect(() => {
    const language = languageOfPath(path).id;
    const original = monaco.editor.createModel(theirs, language);
    const modified = monaco.editor.createModel(mine, language);
    const editor = monaco.editor.createDiffEditor(host.current!, {
      readOnly: true,
      automaticLayout: true,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      scrollBeyondLastLine: false,
      minimap: { enabled: false },
      fontSize: 13,
      hideUnchangedRegions: { enabled: true },
      originalAriaLabel: `Deployed version of ${path}`,
      modifiedAriaLabel: `My version of ${path}`,
    });
    editor.setModel({ original, modified });
    return () => {
      editor.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [path, theirs, mine]);
  return (
    <div
      ref={host}
      className="h-80 overflow-hidden rounded border border-border-divider-default bg-background-container-content"
    />
  );
}
