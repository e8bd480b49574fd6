import type { FunctionConfiguration } from "@lambent/model";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { domainError } from "../../app/errors.ts";
import { trpc, trpcClient } from "../../app/trpc.ts";
import { type ConfigurationPatch, rebase, type SettingConflict, settingConflicts } from "./setting-conflict.ts";
import { useUpdateNotifications } from "./update-notifications.ts";

export interface ConflictState<Saved = FunctionConfiguration> {
  conflicts: readonly SettingConflict[];
  /** What is saved now; a form that gives way starts again from it. */
  latest: Saved;
  /** Saves this page's side on top of it. */
  saveMine: () => void;
}

/**
 * Saves a change of settings and returns to where `leave` leads. A change that someone else saved meanwhile is kept when it
 * touches other settings; when it touches the same ones, `conflict` shows both sides and nothing is saved.
 */
export function useSaveConfiguration(functionName: string, leave: () => void) {
  const queryClient = useQueryClient();
  const notifications = useUpdateNotifications(functionName);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [conflict, setConflict] = useState<ConflictState | null>(null);

  const update = (revisionId: string, patch: ConfigurationPatch) =>
    trpcClient.functions.updateConfiguration.mutate({ functionName, revisionId, ...patch });

  async function updateOnTopOfOthers(base: FunctionConfiguration, patch: ConfigurationPatch): Promise<boolean> {
    try {
      await update(base.revisionId, patch);
      return true;
    } catch (failure) {
      if (domainError(failure).code !== "RevisionMismatch") throw failure;
    }
    const { configuration: latest } = await queryClient.fetchQuery(trpc.functions.get.queryOptions({ functionName }));
    const conflicts = settingConflicts(base, latest, patch);
    if (conflicts.length > 0) {
      setConflict({ conflicts, latest, saveMine: () => void save(latest, rebase(base, latest, patch)) });
      return false;
    }
    await update(latest.revisionId, rebase(base, latest, patch));
    return true;
  }

  async function save(base: FunctionConfiguration, patch: ConfigurationPatch): Promise<void> {
    setSaving(true);
    setError(null);
    setConflict(null);
    notifications.updating();
    try {
      if (!(await updateOnTopOfOthers(base, patch))) {
        notifications.dismiss();
        return;
      }
      await queryClient.invalidateQueries(trpc.functions.pathFilter());
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
