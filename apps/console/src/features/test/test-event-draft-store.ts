import { useCallback, useSyncExternalStore } from "react";
import { readStored, writeStored } from "../../app/stored-value.ts";
import { selectedTestEvent } from "./selected-test-event.ts";
import { EMPTY_DRAFT, type TestEventDraft } from "./test-event-draft.ts";

/** Memory has the truth; the browser's storage gets a copy, for a reload, when typing pauses. */
const drafts = new Map<string, TestEventDraft>();
const unwritten = new Set<string>();
const listeners = new Set<() => void>();
const WRITE_DELAY_MS = 300;
let timer: ReturnType<typeof setTimeout> | undefined;

const keyOf = (functionName: string) => `lambent.test-event-draft.${functionName}`;

/** The unsaved part of a function's Test tab: it survives tab switches, navigation and reloads. */
export function useTestEventDraft(
  functionName: string,
): [TestEventDraft, (change: (draft: TestEventDraft) => TestEventDraft) => void] {
  const draft = useSyncExternalStore(subscribe, () => testEventDraft(functionName));
  const change = useCallback(
    (next: (draft: TestEventDraft) => TestEventDraft) => changeTestEventDraft(functionName, next),
    [functionName],
  );
  return [draft, change];
}

export function changeTestEventDraft(functionName: string, change: (draft: TestEventDraft) => TestEventDraft): void {
  drafts.set(functionName, change(testEventDraft(functionName)));
  unwritten.add(functionName);
  timer ??= setTimeout(writeAll, WRITE_DELAY_MS);
  for (const listener of listeners) listener();
}

function testEventDraft(functionName: string): TestEventDraft {
  const known = drafts.get(functionName);
  if (known !== undefined) return known;
  const stored = readStored<TestEventDraft>(keyOf(functionName));
  // Who chose a saved event before, here or in the editor, goes on with it.
  const action = selectedTestEvent(functionName) === null ? "create" : "edit";
  const draft = stored ?? { ...EMPTY_DRAFT, action };
  drafts.set(functionName, draft);
  return draft;
}

function writeAll(): void {
  clearTimeout(timer);
  timer = undefined;
  for (const functionName of unwritten) writeStored(keyOf(functionName), drafts.get(functionName));
  unwritten.clear();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("pagehide", writeAll); // registering the same function again changes nothing
  return () => listeners.delete(listener);
}
