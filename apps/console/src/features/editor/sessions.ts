import { useCallback, useSyncExternalStore } from "react";
import { codeServer } from "./code-server.ts";
import { EditorSession } from "./editor-session.ts";

const sessions = new Map<string, { session: EditorSession; role: string }>();

/**
 * The editor of a function; the same one at every call, whether its tab is open or not.
 * @param role ARN of its execution role. It has a random part: a function that was deleted and made again under the same
 * name has another one, and starts without the former one's edits.
 */
export function sessionOf(functionName: string, role: string): EditorSession {
  const known = sessions.get(functionName);
  if (known?.role === role) return known.session;
  const session = new EditorSession(functionName, codeServer(functionName));
  sessions.set(functionName, { session, role });
  return session;
}

/** A function's editor; the component is drawn again whenever it changes. */
export function useSession(functionName: string, role: string): EditorSession {
  const session = sessionOf(functionName, role);
  useSyncExternalStore(
    session.subscribe,
    useCallback(() => session.version, [session]),
  );
  return session;
}

// What was typed in the last half second before the page goes: away, to sleep, or to another app on a phone.
window.addEventListener("pagehide", () => {
  for (const { session } of sessions.values()) session.saveDraftWhileLeaving();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const { session } of sessions.values()) void session.saveDraftNow();
});
