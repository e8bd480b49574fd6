import type { Database } from "@lambent/sqlite";
import type { InStatement } from "@libsql/client";

/** What one transaction writes. */
export interface Batch {
  statements: InStatement[];
  /** How many waiting things this batch holds. */
  size: number;
  /** Called once the statements are on disk: only now may the source forget them. */
  committed(): void;
}

/** Something that collects in memory what the writer puts on disk. */
export interface BatchSource {
  readonly waiting: number;
  /** The oldest of what waits, not yet forgotten; null when nothing waits. */
  nextBatch(): Promise<Batch | null>;
}

const WRITE_DELAY_MS = 100;
const RETRY_DELAY_MS = 1_000;

/**
 * Brings what sources collect to disk off the request path: one transaction at a time, the first a moment after work
 * came in. A transaction that fails is tried again until it succeeds; meanwhile the sources bound what waits.
 */
export class BatchWriter {
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();
  #nextFlush: Promise<void> | undefined;
  #failing = false;
  #closed = false;

  constructor(
    private readonly database: Database,
    private readonly sources: readonly BatchSource[],
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Says that something waits. */
  schedule(delayMs = WRITE_DELAY_MS): void {
    if (this.#timer || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush().catch(() => {}); // told through onError, and tried again
    }, delayMs);
    this.#timer.unref();
  }

  /** Resolves when everything that waits now is on disk; rejects when the disk refuses it. */
  flush(): Promise<void> {
    if (!this.#nextFlush) {
      const flush = this.exclusive(() => {
        if (this.#nextFlush === flush) this.#nextFlush = undefined;
        return this.#drain();
      });
      this.#nextFlush = flush;
    }
    return this.#nextFlush;
  }

  /** Runs the work while no batch is being written. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** Writes what waits, then no more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.flush();
  }

  async #drain(): Promise<void> {
    try {
      for (const source of this.sources) {
        // What comes in meanwhile has its own turn, or a flood would keep a flush waiting for ever.
        let remaining = source.waiting;
        while (remaining > 0) {
          const batch = await source.nextBatch();
          if (!batch) break;
          await this.database.batch(batch.statements);
          batch.committed();
          remaining -= batch.size;
        }
      }
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.onError(error);
      this.#failing = true;
      this.schedule(RETRY_DELAY_MS);
      throw error;
    }
    if (this.sources.some((source) => source.waiting > 0)) this.schedule();
  }
}
