import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNotifications } from "../../app/notifications.tsx";
import { trpc } from "../../app/trpc.ts";
import { selectedTestEvent, selectTestEvent } from "./selected-test-event.ts";
import { withoutUnsaved } from "./test-event-draft.ts";
import { changeTestEventDraft } from "./test-event-draft-store.ts";

/** Saves a test event under a name, or a saved one under another; it is then the one that "Test" sends. */
export function useSaveTestEvent(functionName: string) {
  const queryClient = useQueryClient();
  const { notify } = useNotifications();
  return useMutation(
    trpc.testEvents.save.mutationOptions({
      onSuccess: async (_, { name, rename }) => {
        await queryClient.invalidateQueries(trpc.testEvents.list.queryFilter({ functionName }));
        selectTestEvent(functionName, name);
        changeTestEventDraft(functionName, (draft) => ({
          ...withoutUnsaved(draft, draft.action === "create" ? null : (rename ?? name)),
          action: "edit",
        }));
        notify({
          id: `test-event-${functionName}`,
          type: "success",
          content: `The test event ${name} was successfully saved.`,
        });
      },
    }),
  );
}

/** Deletes a saved test event, with what was typed into it. */
export function useDeleteTestEvent(functionName: string) {
  const queryClient = useQueryClient();
  const { notify } = useNotifications();
  return useMutation(
    trpc.testEvents.delete.mutationOptions({
      onSuccess: async (_, { name }) => {
        if (selectedTestEvent(functionName) === name) selectTestEvent(functionName, null);
        changeTestEventDraft(functionName, (draft) => ({ ...withoutUnsaved(draft, name), action: "create" }));
        await queryClient.invalidateQueries(trpc.testEvents.list.queryFilter({ functionName }));
        notify({
          id: `test-event-${functionName}`,
          type: "success",
          content: `The test event ${name} was successfully deleted.`,
        });
      },
    }),
  );
}
