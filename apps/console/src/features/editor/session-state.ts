import type { FunctionConfiguration } from "@lambent/model";
import type { CodeListing, CodeServer, DraftToSave } from "./code-server.ts";
import type { Conflict, Sides } from "./conflicts.ts";

export type SessionStatus = { kind: "loading" } | { kind: "ready" } | { kind: "failed"; message: string };

/** What a person should know about edits that were not made just now. */
export interface RestoredDraft {
  /** ISO 8601, when it was last saved. */
  savedAt: string;
  /** Somebody deployed since; the edits stand on that newer code. */
  movedToNewerCode: boolean;
}

/** Somebody else deployed while files were edited here. */
export interface DeployConflict {
  theirs: CodeListing;
  /** Files that both sides changed; may be empty when they changed different ones. */
  conflicts: readonly Conflict[];
}

export type DeployResult =
  | { kind: "deployed"; configuration: FunctionConfiguration }
  | { kind: "nothingToDeploy" }
  | { kind: "conflict" };

/** Edits here, the package that they were made on, and the one that is deployed now. */
export function bothSides(server: CodeServer, { baseCodeSha256, changes }: DraftToSave, theirs: CodeListing): Sides {
  return {
    changes,
    readBase: (path) => server.readFile(baseCodeSha256, path),
    readTheirs: async (path) =>
      theirs.files.some((file) => file.path === path) ? server.readFile(theirs.codeSha256, path) : null,
  };
}
