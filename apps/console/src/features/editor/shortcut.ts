const MAC = /mac|iphone|ipad/i.test(navigator.platform);

/** A shortcut as this machine's keyboard says it: `shortcut("Shift+U")` → "Ctrl+Shift+U", on a Mac "⌘⇧U". */
export function shortcut(keys: string): string {
  return MAC ? `⌘${keys.replace("Shift+", "⇧")}` : `Ctrl+${keys}`;
}
