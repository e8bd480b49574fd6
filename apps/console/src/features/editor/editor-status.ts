import { useSyncExternalStore } from "react";

/** What the status bar says of the text editor; null where no text is shown. */
export interface EditorStatus {
  line: number;
  column: number;
  /** Characters selected; 0 for none. */
  selected: number;
  /** For instance "Spaces: 2". */
  indentation: string;
  lineEnding: "LF" | "CRLF";
  errors: number;
  warnings: number;
}

let status: EditorStatus | null = null;
const listeners = new Set<() => void>();

export function setEditorStatus(next: EditorStatus | null): void {
  status = next;
  for (const listener of listeners) listener();
}

export function useEditorStatus(): EditorStatus | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => status,
  );
}

let goToProblem = (): void => {};

/** The status bar's way into the text: moves the cursor to the next problem. */
export function setGoToProblem(go: () => void): void {
  goToProblem = go;
}

export function showNextProblem(): void {
  goToProblem();
}
