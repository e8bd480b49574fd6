import type { InStatement } from "@libsql/client";

interface Waiting {
  statements: InStatement[];
  bytes: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Above it the rest waits for the next transaction: what is being written is held twice, here and in the thread. */
const COMMIT_MAX_BYTES = 8 * 1_048_576;
/** So that the first of many callers doesn't wait for all of them. */
const COMMIT_MAX_CHANGES = 500;

/**
 * Puts the changes of all callers that come while a transaction is being written into the next one, so that they wait for
 * the disk together. Each caller is answered when its own change is on disk.
 */
export class GroupCommit {
  readonly #write: (statements: InStatement[]) => Promise<unknown>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(write: (statements: InStatement[]) => Promise<unknown>) {
    this.#write = write;
  }

  /** @param bytes about how much there is to write. @throws what the disk answers, to all callers of the transaction */
  commit(statements: InStatement[], bytes = 0): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statements, bytes, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Resolves once nothing waits. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // Callers of the same turn of the event loop come along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const changes = this.#nextChanges();
      try {
        await this.#write(changes.flatMap(({ statements }) => statements));
        for (const { resolve } of changes) resolve();
      } catch (error) {
        for (const { reject } of changes) reject(error);
      }
    }
    this.#writing = undefined;
  }

  #nextChanges(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const change of this.#waiting) {
      bytes += change.bytes;
      if (count > 0 && (bytes > COMMIT_MAX_BYTES || count >= COMMIT_MAX_CHANGES)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
