import { applyTheme, monaco } from "../editor/monaco/monaco.ts";

export interface JsonEditorHandle {
  /** Replaces the text in one step that can be undone; does nothing when it is the text already. */
  setValue: (value: string) => void;
  /** Moves the cursor to a place (line and column from 1) and the focus into the editor. */
  reveal: (line: number, column: number) => void;
  describe: (description: { label: string; invalid: boolean; describedBy?: string }) => void;
  setDark: (dark: boolean) => void;
  dispose: () => void;
}

interface Options {
  value: string;
  label: string;
  onChange: (value: string) => void;
  onRun: () => void;
}

/** Puts a JSON editor into an element. */
export function mountJsonEditor(host: HTMLElement, { value, label, onChange, onRun }: Options): JsonEditorHandle {
  const model = monaco.editor.createModel(value, "json");
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  const editor = monaco.editor.create(host, {
    model,
    ariaLabel: label,
    automaticLayout: true,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    fontSize: 13,
    lineNumbersMinChars: 3,
    folding: true,
    quickSuggestions: false,
    // Who selects all and starts a new event with "{" wants to replace the old one, not to put braces around it.
    autoSurround: "never",
    formatOnPaste: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    fixedOverflowWidgets: true,
    stickyScroll: { enabled: false },
    padding: { top: 8, bottom: 8 },
    // Tab moves on to the next control, as in every other field of a form; Ctrl+M switches.
    tabFocusMode: true,
  });
  const typing = editor.onDidChangeModelContent(() => onChange(model.getValue()));
  editor.addAction({
    id: "lambent.run-test",
    label: "Test",
    keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
    run: onRun,
  });

  return {
    setValue(next) {
      if (next === model.getValue()) return;
      editor.pushUndoStop();
      editor.executeEdits("lambent", [{ range: model.getFullModelRange(), text: next }]);
      editor.pushUndoStop();
      editor.setPosition({ lineNumber: 1, column: 1 });
      editor.revealLine(1);
    },
    reveal(line, column) {
      editor.setPosition({ lineNumber: line, column });
      editor.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column });
      editor.focus();
    },
    describe({ label: ariaLabel, invalid, describedBy }) {
      editor.updateOptions({ ariaLabel });
      // Monaco has no options for these; its input is the element that screen readers are at.
      const input = host.querySelector('textarea, [role="textbox"]');
      input?.setAttribute("aria-invalid", String(invalid));
      if (describedBy === undefined) input?.removeAttribute("aria-describedby");
      else input?.setAttribute("aria-describedby", describedBy);
    },
    setDark(dark) {
      applyTheme(dark, host);
    },
    dispose() {
      typing.dispose();
      editor.dispose();
      model.dispose();
    },
  };
}
