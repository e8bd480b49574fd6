import type { FunctionConcurrency } from "@lambent/model";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { domainError } from "../../app/errors.ts";
import { trpc, trpcClient } from "../../app/trpc.ts";
import { concurrencyText } from "./concurrency-form.ts";
import { useUpdateNotifications } from "./update-notifications.ts";
import type { ConflictState } from "./use-save-configuration.ts";

/**
 * Saves a function's reserved concurrency, or gives it back, and returns to where `leave` leads. It has no revision, as on
 * AWS: so what is saved is looked at first, and a change that someone else made meanwhile is shown beside this one.
 */
export function useSaveConcurrency(functionName: string, leave: () => void) {
  const queryClient = useQueryClient();
  const notifications = useUpdateNotifications(functionName);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [conflict, setConflict] = useState<ConflictState<FunctionConcurrency> | null>(null);

  async function put({ reservedConcurrentExecutions }: FunctionConcurrency): Promise<void> {
    const { putConcurrency, deleteConcurrency } = trpcClient.functions;
    if (reservedConcurrentExecutions === undefined) await deleteConcurrency.mutate({ functionName });
    else await putConcurrency.mutate({ functionName, reservedConcurrentExecutions });
  }

  async function save(base: FunctionConcurrency, mine: FunctionConcurrency): Promise<void> {
    setSaving(true);
    setError(null);
    setConflict(null);
    notifications.updating();
    try {
      const latest = await trpcClient.functions.getConcurrency.query({ functionName });
      if (!sameConcurrency(latest, base) && !sameConcurrency(latest, mine)) {
        const sides = { label: "Function concurrency", saved: concurrencyText(latest), mine: concurrencyText(mine) };
        setConflict({ conflicts: [sides], latest, saveMine: () => void save(latest, mine) });
        notifications.dismiss();
        return;
      }
      await put(mine);
      await Promise.all([
        queryClient.invalidateQueries(trpc.functions.pathFilter()),
        queryClient.invalidateQueries(trpc.account.pathFilter()),
      ]);
      notifications.updated();
      leave();
    } catch (failure) {
      notifications.dismiss();
      setError(domainError(failure).message);
    } finally {
      setSaving(false);
    }
  }

  return { save, saving, error, conflict, dismissConflict: () => setConflict(null) };
}

export function sameConcurrency(a: FunctionConcurrency, b: FunctionConcurrency): boolean {
  return a.reservedConcurrentExecutions === b.reservedConcurrentExecutions;
}
