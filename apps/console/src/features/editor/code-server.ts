import type { CodeChange, CodeFile, Draft, FunctionConfiguration } from "@lambent/model";
import { domainError } from "../../app/errors.ts";
import { REQUEST_HEADERS, trpcClient } from "../../app/trpc.ts";
import { fromBase64 } from "./file-content.ts";

export interface CodeListing {
  codeSha256: string;
  /** What a deploy has to name, so that it doesn't undo somebody else's. */
  revisionId: string;
  files: CodeFile[];
}

export interface Deploy {
  revisionId: string;
  baseCodeSha256: string;
  changes: CodeChange[];
}

export type DraftToSave = Pick<Draft, "baseCodeSha256" | "changes">;

/** What an editor asks of the server for one function. */
export interface CodeServer {
  files(): Promise<CodeListing>;
  /** null when that package has no such file, or the package is no longer kept. */
  readFile(codeSha256: string, path: string): Promise<Uint8Array | null>;
  /** @throws with domain code RevisionMismatch when the function changed since `revisionId`. */
  deploy(deploy: Deploy): Promise<FunctionConfiguration>;
  getDraft(): Promise<(DraftToSave & Pick<Draft, "updatedAt">) | null>;
  saveDraft(draft: DraftToSave): Promise<void>;
  discardDraft(): Promise<void>;
  /** For a page that is being closed: no answer will be read. */
  saveDraftWhileLeaving(draft: DraftToSave): void;
}

/** Browsers send no more than 64 KiB of a request that outlives its page; headers count a little. */
const KEEPALIVE_LIMIT_BYTES = 60_000;

export function codeServer(functionName: string): CodeServer {
  return {
    files: () => trpcClient.code.files.query({ functionName }),
    async readFile(codeSha256, path) {
      try {
        const { contentBase64 } = await trpcClient.code.readFile.query({ functionName, codeSha256, path });
        return fromBase64(contentBase64);
      } catch (error) {
        if (["CodeFileNotFound", "CodePackageNotFound"].includes(domainError(error).code ?? "")) return null;
        throw error;
      }
    },
    async deploy(deploy) {
      return (await trpcClient.code.deploy.mutate({ functionName, ...deploy })).configuration;
    },
    getDraft: () => trpcClient.drafts.get.query({ functionName }),
    async saveDraft(draft) {
      await trpcClient.drafts.save.mutate({ functionName, ...draft });
    },
    async discardDraft() {
      await trpcClient.drafts.discard.mutate({ functionName });
    },
    saveDraftWhileLeaving(draft) {
      const body = JSON.stringify({ functionName, ...draft });
      // A beacon could not carry the header that the server asks of every change.
      void fetch("/trpc/drafts.save", {
        method: "POST",
        headers: { ...REQUEST_HEADERS, "content-type": "application/json" },
        body,
        keepalive: new TextEncoder().encode(body).byteLength <= KEEPALIVE_LIMIT_BYTES,
      }).catch(() => undefined); // the page is gone; the next visit says what was kept
    },
  };
}
