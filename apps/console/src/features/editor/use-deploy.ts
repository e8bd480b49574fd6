import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { domainError } from "../../app/errors.ts";
import { useNotifications } from "../../app/notifications.tsx";
import { trpc } from "../../app/trpc.ts";
import type { Side } from "./conflicts.ts";
import type { EditorSession } from "./editor-session.ts";

/** Deploying from a page: tells how it went, refreshes what shows the function, and opens the question of a conflict. */
export function useDeploy(session: EditorSession) {
  const queryClient = useQueryClient();
  const { notify, dismiss } = useNotifications();
  const [conflictShown, setConflictShown] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { functionName } = session;
  const id = `update-${functionName}`;

  /** True when what is shown is what is deployed. */
  async function deploy(): Promise<boolean> {
    setError(null);
    if (session.changed.length > 0 && !session.conflict) {
      notify({ id, type: "in-progress", content: `Updating the function ${functionName}.` });
    }
    try {
      const result = await session.deploy();
      if (result.kind === "conflict") {
        dismiss(id);
        setConflictShown(true);
        return false;
      }
      if (result.kind === "deployed") {
        notify({ id, type: "success", content: `Successfully updated the function ${functionName}.` });
        await queryClient.invalidateQueries(trpc.functions.pathFilter());
      } else dismiss(id);
      return true;
    } catch (failure) {
      const { message } = domainError(failure);
      setError(message);
      notify({
        id,
        type: "error",
        header: `The function ${functionName} wasn't updated`,
        content: `${message} Your changes are still in the editor.`,
        action: { text: "Retry", onClick: () => void deploy() },
      });
      return false;
    }
  }

  async function resolve(choice: ReadonlyMap<string, Side>): Promise<void> {
    await session.resolveConflict(choice);
    setConflictShown(false);
    if (session.changed.length > 0) await deploy();
    else {
      notify({ id, type: "info", content: "Nothing is left to deploy: the editor shows the deployed code." });
      await queryClient.invalidateQueries(trpc.functions.pathFilter());
    }
  }

  return {
    deploy,
    error,
    conflictShown,
    showConflict: () => setConflictShown(true),
    hideConflict: () => {
      setConflictShown(false);
      session.postponeConflict();
    },
    resolve,
  };
}

export type Deployment = ReturnType<typeof useDeploy>;
