import type { CodeChange } from "./code-package.ts";

/** Edits that were typed and not deployed yet; kept by the server, so that a closed tab loses nothing. */
export interface Draft {
  /** The package that the changes apply to. */
  baseCodeSha256: string;
  changes: CodeChange[];
  /** ISO 8601, UTC. */
  updatedAt: string;
  /** New with every save: tells a second editor that somebody else has saved. */
  draftRevision: string;
}
