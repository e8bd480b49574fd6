import { useNotifications } from "../../app/notifications.tsx";

/** The flash of one update: in progress, then replaced in place by its result. */
export function useUpdateNotifications(functionName: string) {
  const { notify, dismiss } = useNotifications();
  const id = `update-${functionName}`;
  return {
    updating: () => void notify({ id, type: "in-progress", content: `Updating the function ${functionName}.` }),
    updated: () => void notify({ id, type: "success", content: `Successfully updated the function ${functionName}.` }),
    dismiss: () => dismiss(id),
  };
}
