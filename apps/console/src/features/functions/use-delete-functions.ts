import { useMutation, useQueryClient } from "@tanstack/react-query";
import { domainError } from "../../app/errors.ts";
import { useNotifications } from "../../app/notifications.tsx";
import { trpc, trpcClient } from "../../app/trpc.ts";

interface Deletion {
  functionNames: readonly string[];
  alsoLogs: boolean;
}

/** Deletes functions and, when asked, their log groups; says of each how it went. Resolves with the names that are gone. */
export function useDeleteFunctions() {
  const queryClient = useQueryClient();
  const { notify } = useNotifications();
  return useMutation({
    mutationFn: async ({ functionNames, alsoLogs }: Deletion) => {
      const { results } = await trpcClient.functions.delete.mutate({ functionNames: [...functionNames] });
      const deleted = results.filter((result) => result.deleted).map(({ functionName }) => functionName);
      const logsKept = alsoLogs ? await deleteLogs(deleted) : [];
      return { deleted, failed: results.filter((result) => !result.deleted), logsKept };
    },
    onSuccess: ({ deleted, failed, logsKept }) => {
      for (const { functionName, error } of failed) {
        notify({ type: "error", header: `The function ${functionName} couldn't be deleted`, content: error });
      }
      for (const { functionName, message } of logsKept) {
        notify({ type: "warning", header: `The log of ${functionName} couldn't be deleted`, content: message });
      }
      if (deleted.length === 1)
        notify({ type: "success", content: `Successfully deleted the function ${deleted[0]}.` });
      if (deleted.length > 1) notify({ type: "success", content: `Successfully deleted ${deleted.length} functions.` });
    },
    onSettled: () => {
      void queryClient.invalidateQueries(trpc.functions.pathFilter());
      void queryClient.invalidateQueries(trpc.system.pathFilter());
    },
  });
}

async function deleteLogs(functionNames: readonly string[]): Promise<{ functionName: string; message: string }[]> {
  const kept = await Promise.all(
    functionNames.map(async (functionName) => {
      try {
        await trpcClient.logs.deleteGroup.mutate({ functionName });
        return null;
      } catch (error) {
        const { code, message } = domainError(error);
        // A function that never ran has no log.
        return code === "FunctionNotFound" ? null : { functionName, message };
      }
    }),
  );
  return kept.filter((entry) => entry !== null);
}
