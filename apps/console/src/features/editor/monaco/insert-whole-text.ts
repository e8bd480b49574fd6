import type { monaco } from "./monaco.ts";

/**
 * Text that arrives in one piece without being pasted (dictation, input methods, assistive tools) goes in unchanged. Monaco would
 * take it as typed letter by letter, and close each bracket and indent each line of it.
 */
export function insertWholeText(editor: monaco.editor.ICodeEditor, host: HTMLElement): monaco.IDisposable {
  const onBeforeInput = (event: InputEvent) => {
    if (event.inputType !== "insertText" || event.data === null || [...event.data].length < 2) return;
    event.preventDefault();
    event.stopPropagation();
    editor.trigger("insertWholeText", "paste", { text: event.data, pasteOnNewLine: false, multicursorText: null });
  };
  host.addEventListener("beforeinput", onBeforeInput, { capture: true });
  return { dispose: () => host.removeEventListener("beforeinput", onBeforeInput, { capture: true }) };
}
