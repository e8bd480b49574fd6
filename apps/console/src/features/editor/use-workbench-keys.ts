import { useEffect, useRef } from "react";

interface WorkbenchKeys {
  save(): void;
  deploy(): void;
  test(): void;
  toggleSideBar(): void;
  toggleOutput(): void;
}

/**
 * The editor's shortcuts, wherever on the Code tab the focus is; Cmd takes the place of Ctrl on a Mac.
 * Ctrl+B and Ctrl+J belong to the editor only while the focus is in it.
 */
export function useWorkbenchKeys(keys: WorkbenchKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || document.querySelector('[role="dialog"]')?.contains(event.target as Node)) return;
      const action = actionOf(event, latest.current);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) action();
    };
    window.addEventListener("keydown", onKeyDown, true);
    return () => window.removeEventListener("keydown", onKeyDown, true);
  }, []);
}

function actionOf(event: KeyboardEvent, keys: WorkbenchKeys): (() => void) | undefined {
  const inEditor = (event.target as Element).closest?.("[data-editor]") != null;
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (event.shiftKey) return key === "u" ? keys.deploy : key === "i" ? keys.test : undefined;
  if (key === "s") return keys.save;
  if (key === "b" && inEditor) return keys.toggleSideBar;
  if (key === "j" && inEditor) return keys.toggleOutput;
  return undefined;
}
