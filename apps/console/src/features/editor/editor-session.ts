import type { FunctionConfiguration } from "@lambent/model";
import { domainError } from "../../app/errors.ts";
import { applyChanges, type ChangedFile, changedFiles, changesOf } from "./change-set.ts";
import type { CodeListing, CodeServer, DraftToSave } from "./code-server.ts";
import { findConflicts, rebase, type Side } from "./conflicts.ts";
import { DraftSaver, type DraftStatus } from "./draft-saver.ts";
import { ExplorerView } from "./explorer-view.ts";
import { contentFromBytes, type FileContent, sameContent } from "./file-content.ts";
import { type FileTree, initiallyExpanded } from "./file-tree.ts";
import { rebasedOnDeploy, snapshotOf } from "./rebased-on-deploy.ts";
import {
  bothSides,
  type DeployConflict,
  type DeployResult,
  type RestoredDraft,
  type SessionStatus,
} from "./session-state.ts";
import { Workspace } from "./workspace.ts";
import { WorkspaceIndex } from "./workspace-index.ts";

/** How often a deploy follows a newer revision whose code is the same: someone saves settings meanwhile. */
const REVISION_ATTEMPTS = 5;

/**
 * All that an open editor knows of one function. Lives outside React: leaving the Code tab stops nothing and loses nothing.
 * Subscribers re-read it whenever `version` grows.
 */
export class EditorSession {
  status: SessionStatus = { kind: "loading" };
  draftStatus: DraftStatus = { kind: "saved", atMs: null };
  restored: RestoredDraft | null = null;
  conflict: DeployConflict | null = null;
  deploying = false;
  version = 0;
  /** Grows when contents changed by other ways than typing: whoever shows text has to read it again. */
  contentsVersion = 0;

  readonly functionName: string;
  readonly view = new ExplorerView(() => this.#changedNow());
  readonly #server: CodeServer;
  readonly #saver: DraftSaver;
  readonly #listeners = new Set<() => void>();
  #workspace = new Workspace([]);
  #codeSha256 = "";
  #revisionId = "";
  /** The draft that the server holds may differ from "nothing changed". */
  #draftOnServer = false;
  #baseContents = new Map<string, FileContent>();
  readonly #index = new WorkspaceIndex();
  #editVersion = 0;
  #loading: Promise<void> | undefined;

  constructor(functionName: string, server: CodeServer) {
    this.functionName = functionName;
    this.#server = server;
    this.#saver = new DraftSaver({
      save: () => this.#saveDraft(),
      onStatus: (status) => {
        this.draftStatus = status;
        this.#changedNow();
      },
      nowMs: () => Date.now(),
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get workspace(): Workspace {
    return this.#workspace;
  }

  get tree(): FileTree {
    return this.#index.tree(this.#workspace);
  }

  get changed(): readonly ChangedFile[] {
    return this.#index.changed(this.#workspace, this.#editVersion);
  }

  /** True when closing the page now could lose something that was typed. */
  get draftUnsaved(): boolean {
    return this.#saver.unsaved;
  }

  /**
   * Loads the code and the draft; on later calls looks whether the deployed code changed meanwhile.
   * @param openFirst the file to open when none was chosen yet
   */
  load(openFirst: (has: (path: string) => boolean) => string | undefined): Promise<void> {
    this.#loading ??= this.#load(openFirst).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(openFirst: (has: (path: string) => boolean) => string | undefined): Promise<void> {
    try {
      const latest = await this.#server.files();
      if (this.status.kind !== "ready") await this.#start(latest, openFirst);
      else if (latest.codeSha256 === this.#codeSha256) this.#revisionId = latest.revisionId;
      else if (this.changed.length === 0 && !this.deploying) this.#standOn(latest, new Workspace(latest.files));
      // else: the next deploy meets the newer code and asks
    } catch (error) {
      if (this.status.kind !== "ready") this.status = { kind: "failed", message: domainError(error).message };
    }
    this.#changedNow();
  }

  async #start(latest: CodeListing, openFirst: (has: (path: string) => boolean) => string | undefined): Promise<void> {
    const draft = await this.#server.getDraft();
    let workspace = new Workspace(latest.files);
    if (draft && draft.changes.length > 0) {
      this.#draftOnServer = true;
      const movedToNewerCode = draft.baseCodeSha256 !== latest.codeSha256;
      if (movedToNewerCode) workspace = await this.#onNewerCode(draft, latest);
      else applyChanges(workspace, draft.changes);
      if (changedFiles(workspace).length > 0) this.restored = { savedAt: draft.updatedAt, movedToNewerCode };
    }
    this.#standOn(latest, workspace);
    this.status = { kind: "ready" };
    this.view.expandOnly(initiallyExpanded(this.tree));
    const first = openFirst((path) => this.#workspace.file(path) !== undefined);
    if (first) this.view.openFile(first);
    if (this.#draftOnServer && !this.restored) this.#saver.touch(); // what it held is deployed: take it off the server
  }

  /** A draft made on older code: where both sides changed a file, mine is shown and the conflict waits for an answer. */
  async #onNewerCode(draft: DraftToSave, latest: CodeListing): Promise<Workspace> {
    const sides = bothSides(this.#server, draft, latest);
    const conflicts = await findConflicts(sides);
    if (conflicts.length > 0) this.conflict = { theirs: latest, conflicts };
    return rebase(sides, latest.files, new Map());
  }

  /** Makes `listing` the deployed code that edits are counted from. */
  #standOn(listing: CodeListing, workspace: Workspace): void {
    if (listing.codeSha256 !== this.#codeSha256) this.#baseContents = new Map();
    this.#codeSha256 = listing.codeSha256;
    this.#revisionId = listing.revisionId;
    this.#workspace = workspace;
    this.#contentsChanged();
  }

  /** What a file holds now; null when it is gone. */
  async contentOf(path: string): Promise<FileContent | null> {
    const file = this.#workspace.file(path);
    if (!file) return null;
    if (file.content) return file.content;
    const origin = file.origin ?? path;
    const known = this.#baseContents.get(origin);
    if (known) return known;
    const codeSha256 = this.#codeSha256;
    const bytes = await this.#server.readFile(codeSha256, origin);
    if (!bytes) return null;
    const content = contentFromBytes(bytes);
    if (codeSha256 !== this.#codeSha256) return this.contentOf(path);
    this.#baseContents.set(origin, content);
    return content;
  }

  /** Takes what was typed. Text that is again the deployed one is no change. */
  type(path: string, text: string): void {
    const file = this.#workspace.file(path);
    if (!file) return;
    const content: FileContent = { kind: "text", text };
    const base = file.origin === null ? undefined : this.#baseContents.get(file.origin);
    if (base && sameContent(base, content)) this.#workspace.revert(path);
    else this.#workspace.write(path, content);
    this.#edited();
  }

  problemWith(path: string, exceptFor?: string): string | undefined {
    return this.#workspace.problemWith(path, exceptFor);
  }

  addFile(path: string, content: FileContent): void {
    this.addFiles([{ path, content }]);
  }

  addFiles(files: readonly { path: string; content: FileContent }[]): void {
    for (const { path, content } of files) {
      this.#workspace.write(path, content);
      this.view.reveal(path);
    }
    this.#contentsChanged();
    this.#edited();
  }

  addFolder(path: string): void {
    this.#workspace.addFolder(path);
    this.view.reveal(path);
    this.view.setExpanded(path, true);
  }

  remove(path: string): void {
    this.#workspace.remove(path);
    this.#contentsChanged();
    this.#edited();
  }

  move(from: string, to: string): void {
    this.#workspace.move(from, to);
    this.view.moved(from, to);
    this.#contentsChanged();
    this.#edited();
  }

  dismissRestored(): void {
    this.restored = null;
    this.#changedNow();
  }

  /** Back to the deployed code. */
  async discard(): Promise<void> {
    await this.#saver.cancel();
    await this.#server.discardDraft();
    this.#draftOnServer = false;
    this.#forgetEdits();
  }

  /** After the code was replaced by an upload. */
  async replaced(): Promise<void> {
    await this.discard();
    const latest = await this.#server.files();
    this.#standOn(latest, new Workspace(latest.files));
    this.#changedNow();
  }

  #forgetEdits(): void {
    this.#workspace = new Workspace([...this.#workspace.base.values()]);
    this.restored = null;
    this.conflict = null;
    this.#contentsChanged();
    this.#changedNow();
  }

  saveDraftNow(): Promise<void> {
    return this.#saver.flush();
  }

  /** For a page that is being closed. */
  saveDraftWhileLeaving(): void {
    if (this.#saver.unsaved) {
      this.#server.saveDraftWhileLeaving({ baseCodeSha256: this.#codeSha256, changes: changesOf(this.#workspace) });
    }
  }

  async #saveDraft(): Promise<void> {
    const changes = changesOf(this.#workspace);
    if (changes.length > 0) {
      this.#draftOnServer = true;
      const draft = { baseCodeSha256: this.#codeSha256, changes };
      // Of a function deleted elsewhere nothing can be kept, and asking again would not help.
      await this.#server.saveDraft(draft).catch(unlessDeleted);
    } else if (this.#draftOnServer) {
      await this.#server.discardDraft().catch(unlessDeleted);
      this.#draftOnServer = false;
    }
  }

  /**
   * Sends the changes. When somebody else deployed other code since, nothing is sent: `conflict` then holds both sides.
   * @throws whatever the server refused; the edits stay
   */
  async deploy(): Promise<DeployResult> {
    if (this.conflict) return { kind: "conflict" };
    if (this.changed.length === 0 || this.deploying) return { kind: "nothingToDeploy" };
    this.deploying = true;
    this.#changedNow();
    try {
      await this.#saver.flush(); // a crash on the way loses nothing
      return await this.#deploy();
    } finally {
      this.deploying = false;
      this.#changedNow();
    }
  }

  async #deploy(): Promise<DeployResult> {
    const changes = changesOf(this.#workspace);
    const sent = snapshotOf(this.#workspace);
    for (let attempt = 1; ; attempt++) {
      try {
        const configuration = await this.#server.deploy({
          revisionId: this.#revisionId,
          baseCodeSha256: this.#codeSha256,
          changes,
        });
        await this.#deployed(configuration, sent);
        return { kind: "deployed", configuration };
      } catch (error) {
        if (domainError(error).code !== "RevisionMismatch" || attempt === REVISION_ATTEMPTS) throw error;
        const latest = await this.#server.files();
        if (latest.codeSha256 !== this.#codeSha256) {
          const sides = bothSides(this.#server, { baseCodeSha256: this.#codeSha256, changes }, latest);
          this.conflict = { theirs: latest, conflicts: await findConflicts(sides) };
          return { kind: "conflict" };
        }
        this.#revisionId = latest.revisionId; // only settings changed: the code is still the one edited here
      }
    }
  }

  async #deployed(configuration: FunctionConfiguration, sent: ReturnType<typeof snapshotOf>): Promise<void> {
    const listing = await this.#server.files();
    const contents = new Map<string, FileContent>();
    for (const file of sent.values()) {
      const content = file.content ?? this.#baseContents.get(file.origin ?? "");
      if (content) contents.set(file.path, content);
    }
    const before = this.#baseContents;
    this.#workspace = rebasedOnDeploy(sent, this.#workspace, listing.files, (origin) => before.get(origin));
    this.#codeSha256 = listing.codeSha256;
    // Somebody who deployed in this very moment has changed the files under us: their texts are read anew.
    this.#baseContents = listing.codeSha256 === configuration.codeSha256 ? contents : new Map();
    this.#revisionId = listing.revisionId;
    this.restored = null;
    this.#editVersion++;
    await this.#saver.cancel();
    if (this.changed.length > 0) this.#saver.touch();
    else await this.#discardDeployedDraft();
  }

  /** A failure here is harmless: the next visit finds the draft deployed and takes it off. */
  async #discardDeployedDraft(): Promise<void> {
    await this.#server.discardDraft().then(
      () => {
        this.#draftOnServer = false;
      },
      () => undefined,
    );
  }

  /** Puts the edits on top of the newer code; for files that both changed, `choice` decides. Then a deploy can follow. */
  async resolveConflict(choice: ReadonlyMap<string, Side>): Promise<void> {
    if (!this.conflict) return;
    const { theirs } = this.conflict;
    const changes = changesOf(this.#workspace);
    const sides = bothSides(this.#server, { baseCodeSha256: this.#codeSha256, changes }, theirs);
    const workspace = await rebase(sides, theirs.files, choice);
    this.conflict = null;
    this.#standOn(theirs, workspace);
    this.#edited();
  }

  /** Leaves the question open. A conflict that a deploy met is looked at afresh by the next one. */
  postponeConflict(): void {
    if (this.conflict && this.conflict.theirs.codeSha256 !== this.#codeSha256) this.conflict = null;
    this.#changedNow();
  }

  #edited(): void {
    this.#editVersion++;
    this.#saver.touch();
    this.#changedNow();
  }

  #contentsChanged(): void {
    this.#editVersion++;
    this.contentsVersion++;
    this.view.keepOnly(
      (path) => this.#workspace.file(path) !== undefined,
      (path) => this.#workspace.isFolder(path),
    );
  }

  #changedNow(): void {
    this.version++;
    for (const listener of [...this.#listeners]) listener();
  }
}

function unlessDeleted(error: unknown): void {
  if (domainError(error).code !== "FunctionNotFound") throw error;
}
