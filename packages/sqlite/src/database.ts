import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { InStatement } from "@libsql/client";
import { DATABASE_WORKER_SOURCE } from "./database-worker.ts";

/** A BLOB is an ArrayBuffer. */
export type DatabaseRow = Record<string, string | number | null | ArrayBuffer>;

export interface DatabaseResult {
  rows: DatabaseRow[];
  rowsAffected: number;
}

type Method = "batch" | "read" | "execute" | "executeMultiple" | "close";

/**
 * A SQLite file behind a thread of its own: libsql's calls are synchronous, and a commit that waits for the disk or a search
 * through a large table would keep the event loop from serving invocations for that long. Statements run one after another.
 */
export class Database {
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve(results: DatabaseResult[]): void; reject(error: Error): void }>();
  #lastId = 0;
  #gone: Error | undefined;

  /** @param timeoutMs how long a statement waits for another process that holds the file's lock */
  constructor(path: string, timeoutMs: number) {
    // Resolved here, as the thread knows no folder of ours.
    const module = createRequire(import.meta.url).resolve("libsql");
    this.#worker = new Worker(DATABASE_WORKER_SOURCE, { eval: true, workerData: { module, path, timeoutMs } });
    this.#worker.on("message", ([id, results, error]) => this.#settle(id, results, error));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("The database is closed.")));
    this.#worker.unref();
  }

  /** All of the statements in one transaction, or none; committed when it settles. */
  batch(statements: InStatement[]): Promise<DatabaseResult[]> {
    return this.#call("batch", statements);
  }

  /** All statements see the same state. */
  read(statements: InStatement[]): Promise<DatabaseResult[]> {
    return this.#call("read", statements);
  }

  async execute(statement: InStatement): Promise<DatabaseResult> {
    return (await this.#call("execute", statement))[0]!;
  }

  /** A script of statements without arguments. */
  async executeMultiple(sql: string): Promise<void> {
    await this.#call("executeMultiple", sql);
  }

  async close(): Promise<void> {
    if (!this.#gone) await this.#call("close", null);
    await this.#worker.terminate();
  }

  #call(method: Method, argument: unknown): Promise<DatabaseResult[]> {
    return new Promise((resolve, reject) => {
      if (this.#gone) {
        reject(this.#gone);
        return;
      }
      this.#lastId += 1;
      this.#pending.set(this.#lastId, { resolve, reject });
      // An answer is worth waiting for; an idle thread doesn't keep the process alive.
      this.#worker.ref();
      this.#worker.postMessage([this.#lastId, method, argument]);
    });
  }

  #settle(id: number, results: DatabaseResult[] | null, problem?: { message: string; code?: string }): void {
    const call = this.#pending.get(id);
    if (!call) return;
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    if (results) call.resolve(results);
    else call.reject(Object.assign(new Error(problem?.message), { code: problem?.code }));
  }

  #end(error: Error): void {
    this.#gone ??= error;
    for (const call of this.#pending.values()) call.reject(this.#gone);
    this.#pending.clear();
  }
}
