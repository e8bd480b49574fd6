/** How long typing must rest before the draft goes to the server; with the request itself still below a second. */
export const DRAFT_DEBOUNCE_MS = 600;
/** Wait before a failed save is tried again. */
export const DRAFT_RETRY_MS = 3_000;

export type DraftStatus =
  /** Everything typed is on the server. */
  | { kind: "saved"; atMs: number | null }
  /** Typed, not sent yet. */
  | { kind: "pending" }
  | { kind: "saving" }
  | { kind: "failed"; message: string };

export interface DraftSaverOptions {
  /** Sends what the editor holds now; called never twice at once. */
  save: () => Promise<void>;
  onStatus: (status: DraftStatus) => void;
  nowMs: () => number;
}

/**
 * Keeps the server's copy of undeployed edits up to date: one save at a time, the newest edits always follow,
 * a failure is said and tried again.
 */
export class DraftSaver {
  readonly #options: DraftSaverOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;
  /** Edits were made that no finished or running save contains. */
  #stale = false;
  #status: DraftStatus = { kind: "saved", atMs: null };

  constructor(options: DraftSaverOptions) {
    this.#options = options;
  }

  get status(): DraftStatus {
    return this.#status;
  }

  /** True when leaving now could lose something. */
  get unsaved(): boolean {
    return this.#stale || this.#saving !== undefined;
  }

  touch(): void {
    this.#stale = true;
    if (this.#status.kind !== "failed") this.#setStatus({ kind: "pending" });
    this.#schedule(DRAFT_DEBOUNCE_MS);
  }

  /** Saves at once what isn't saved; resolves when nothing is left to save, or the save failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#saving;
    clearTimeout(this.#timer);
    if (this.#stale) await this.#save();
  }

  /** Forgets edits that were not sent: they were deployed or discarded. Resolves when no save is under way. */
  async cancel(): Promise<void> {
    clearTimeout(this.#timer);
    this.#stale = false;
    await this.#saving;
    clearTimeout(this.#timer);
    this.#stale = false;
    this.#setStatus({ kind: "saved", atMs: null });
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#saving) this.#timer = setTimeout(() => void this.#save(), delayMs);
  }

  #save(): Promise<void> {
    this.#stale = false;
    this.#setStatus({ kind: "saving" });
    this.#saving = this.#options.save().then(
      () => {
        this.#saving = undefined;
        if (this.#stale) {
          this.#setStatus({ kind: "pending" });
          this.#schedule(DRAFT_DEBOUNCE_MS);
        } else {
          this.#setStatus({ kind: "saved", atMs: this.#options.nowMs() });
        }
      },
      (error: unknown) => {
        this.#saving = undefined;
        this.#stale = true;
        this.#setStatus({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
        this.#schedule(DRAFT_RETRY_MS);
      },
    );
    return this.#saving;
  }

  #setStatus(status: DraftStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }
}
