import Button from "@cloudscape-design/components/button";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { type ReactNode, useSyncExternalStore } from "react";
import { UNREACHABLE_MESSAGE } from "./errors.ts";
import { useServerReachable } from "./server-connection.ts";

export interface Notification {
  /** One with an id that is shown already replaces it in place. */
  id?: string;
  type: "success" | "error" | "warning" | "info" | "in-progress";
  header?: ReactNode;
  content: ReactNode;
  /** A button, for instance Retry; it dismisses the notification. */
  action?: { text: string; onClick(): void };
}

type Shown = Notification & { id: string };

let shown: readonly Shown[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a notification at the top of whatever page is open, newest first. Returns its id. */
function notify(notification: Notification): string {
  const id = notification.id ?? `notification-${nextId++}`;
  const entry = { ...notification, id };
  const known = shown.some((other) => other.id === id);
  set(known ? shown.map((other) => (other.id === id ? entry : other)) : [entry, ...shown]);
  return id;
}

function dismiss(id: string): void {
  set(shown.filter((other) => other.id !== id));
}

const api = { notify, dismiss };

/** The page's flash messages: they stay when the page changes, until dismissed. */
export function useNotifications(): typeof api {
  return api;
}

/** The flashbar itself; `permanent` entries stand above the rest and can't be dismissed. */
export function NotificationBar({ permanent }: { permanent: readonly FlashbarProps.MessageDefinition[] }) {
  const current = useSyncExternalStore(subscribe, () => shown);
  const reachable = useServerReachable();
  const items: FlashbarProps.MessageDefinition[] = [...permanent];
  if (!reachable) {
    items.unshift({
      id: "server-unreachable",
      type: "error",
      ariaRole: "alert",
      content: UNREACHABLE_MESSAGE,
    });
  }
  items.push(...current.map(toFlash));
  if (items.length === 0) return null;
  return (
    <Flashbar
      stackItems
      items={items}
      i18nStrings={{
        ariaLabel: "Notifications",
        notificationBarText: "Notifications",
        notificationBarAriaLabel: "View all notifications",
        errorIconAriaLabel: "Error",
        infoIconAriaLabel: "Info",
        successIconAriaLabel: "Success",
        warningIconAriaLabel: "Warning",
        inProgressIconAriaLabel: "In progress",
      }}
    />
  );
}

function toFlash({ id, type, header, content, action }: Shown): FlashbarProps.MessageDefinition {
  const close = () => dismiss(id);
  return {
    id,
    type: type === "in-progress" ? "info" : type,
    loading: type === "in-progress",
    header,
    content,
    ariaRole: type === "error" || type === "warning" ? "alert" : "status",
    dismissible: type !== "in-progress",
    dismissLabel: "Dismiss notification",
    onDismiss: close,
    action: action && (
      <Button
        onClick={() => {
          close();
          action.onClick();
        }}
      >
        {action.text}
      </Button>
    ),
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
