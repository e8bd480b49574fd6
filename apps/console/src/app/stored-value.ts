import { useCallback, useSyncExternalStore } from "react";

const listeners = new Map<string, Set<() => void>>();
const parsed = new Map<string, { text: string | null; value: unknown }>();

/** Reads a value kept in this browser; null when there is none, it is damaged, or storage is switched off. */
export function readStored<T>(key: string): T | null {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    text = null;
  }
  const known = parsed.get(key);
  if (known !== undefined && known.text === text) return known.value as T | null;
  let value: unknown = null;
  try {
    value = text === null ? null : JSON.parse(text);
  } catch {
    value = null;
  }
  parsed.set(key, { text, value });
  return value as T | null;
}

export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows may refuse storage; the page works on without memory.
  }
  for (const listener of listeners.get(key) ?? []) listener();
}

/** State that outlives the page, shared by all components (and tabs) that use the same key. */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const all = listeners.get(key) ?? new Set();
      listeners.set(key, all.add(listener));
      const onStorage = (event: StorageEvent) => event.key === key && listener();
      window.addEventListener("storage", onStorage);
      return () => {
        all.delete(listener);
        window.removeEventListener("storage", onStorage);
      };
    },
    [key],
  );
  const value = useSyncExternalStore(subscribe, () => readStored<T>(key));
  const set = useCallback((next: T) => writeStored(key, next), [key]);
  return [value ?? initial, set];
}
