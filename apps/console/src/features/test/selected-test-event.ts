import { useCallback, useSyncExternalStore } from "react";

const KEY_PREFIX = "lambent.selected-test-event.";
const listeners = new Set<() => void>();

/**
 * The saved test event that "Test" sends, per function: the editor and the Test tab share it, and this browser remembers it.
 * The name may be stale (the event was deleted elsewhere): look it up before use.
 */
export function useSelectedTestEvent(functionName: string): [string | null, (name: string | null) => void] {
  const name = useSyncExternalStore(subscribe, () => selectedTestEvent(functionName));
  const select = useCallback((next: string | null) => selectTestEvent(functionName, next), [functionName]);
  return [name, select];
}

export function selectedTestEvent(functionName: string): string | null {
  return localStorage.getItem(KEY_PREFIX + functionName);
}

export function selectTestEvent(functionName: string, name: string | null): void {
  if (name === null) localStorage.removeItem(KEY_PREFIX + functionName);
  else localStorage.setItem(KEY_PREFIX + functionName, name);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener); // another browser tab chose
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
