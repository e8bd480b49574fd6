import type { EditorStatus } from "../editor-status.ts";
import { monaco } from "./monaco.ts";

/** Tells what the status bar shows, whenever it changes. */
export function reportStatus(
  editor: monaco.editor.IStandaloneCodeEditor,
  report: (status: EditorStatus | null) => void,
): monaco.IDisposable {
  const update = () => {
    const model = editor.getModel();
    const position = editor.getPosition();
    if (!model || !position) return report(null);
    const selection = editor.getSelection();
    const { insertSpaces, tabSize } = model.getOptions();
    const markers = monaco.editor.getModelMarkers({ resource: model.uri });
    report({
      line: position.lineNumber,
      column: position.column,
      selected: selection ? model.getValueInRange(selection).length : 0,
      indentation: `${insertSpaces ? "Spaces" : "Tab size"}: ${tabSize}`,
      lineEnding: model.getEOL() === "\n" ? "LF" : "CRLF",
      errors: markers.filter(({ severity }) => severity === monaco.MarkerSeverity.Error).length,
      warnings: markers.filter(({ severity }) => severity === monaco.MarkerSeverity.Warning).length,
    });
  };
  const subscriptions = [
    editor.onDidChangeModel(update),
    editor.onDidChangeCursorSelection(update),
    editor.onDidChangeModelOptions(update),
    monaco.editor.onDidChangeMarkers(update),
  ];
  return {
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}
