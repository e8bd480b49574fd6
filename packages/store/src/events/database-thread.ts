import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { InStatement, InValue } from "@libsql/client";

export type Row = Record<string, InValue>;

/**
 * Plain JavaScript in a text: Node 20 can't load TypeScript, and a bundler would have to be told of a second entry.
 * A request is [id, method, argument]; the answer [id, rows of each statement] or [id, null, error].
 */
const THREAD_SOURCE = `
const { parentPort, workerData } = require("node:worker_threads");
const { createClient } = require(workerData.clientModule);
const client = createClient(workerData.config);
const rowsOf = ({ rows }) => rows.map((row) => ({ ...row }));
const methods = {
  write: async (statements) => (await client.batch(statements, "write")).map(rowsOf),
  read: async (statements) => (await client.batch(statements, "deferred")).map(rowsOf),
  execute: async (sql) => [rowsOf(await client.execute(sql))],
  script: async (sql) => (await client.executeMultiple(sql), []),
  close: async () => (client.close(), []),
};
parentPort.on("message", async ([id, method, argument]) => {
  try {
    parentPort.postMessage([id, await methods[method](argument)]);
  } catch (error) {
    parentPort.postMessage([id, null, { message: error.message, code: error.code }]);
  }
});
`;

type Method = "write" | "read" | "execute" | "script" | "close";

/**
 * A SQLite file behind a thread of its own: libsql's calls are synchronous, and each commit waits for the disk. Requests
 * are carried out one after another.
 */
export class DatabaseThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve(rows: Row[][]): void; reject(error: Error): void }>();
  #lastId = 0;
  #gone: Error | undefined;

  constructor(config: { url: string; timeout: number }) {
    // The part for files alone, which loads in a quarter of the time; resolved here as the thread knows no folder of ours.
    const clientModule = createRequire(import.meta.url).resolve("@libsql/client/sqlite3");
    this.#worker = new Worker(THREAD_SOURCE, { eval: true, workerData: { clientModule, config } });
    this.#worker.on("message", ([id, rows, problem]) => this.#settle(id, rows, problem));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("The event queue is closed.")));
    this.#worker.unref();
  }

  /** All of the statements in one transaction, or none; on disk when it settles. */
  write(statements: InStatement[]): Promise<Row[][]> {
    return this.#call("write", statements);
  }

  /** All statements see the same state. @returns the rows of each */
  read(statements: InStatement[]): Promise<Row[][]> {
    return this.#call("read", statements);
  }

  async execute(sql: string): Promise<Row[]> {
    return (await this.#call("execute", sql))[0] ?? [];
  }

  async script(sql: string): Promise<void> {
    await this.#call("script", sql);
  }

  async close(): Promise<void> {
    if (!this.#gone) await this.#call("close", null);
    await this.#worker.terminate();
  }

  #call(method: Method, argument: unknown): Promise<Row[][]> {
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

  #settle(id: number, rows: Row[][] | null, problem?: { message: string; code?: string }): void {
    const call = this.#pending.get(id);
    if (!call) return;
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    if (rows) call.resolve(rows);
    else call.reject(Object.assign(new Error(problem?.message), { code: problem?.code }));
  }

  #end(error: Error): void {
    this.#gone ??= error;
    for (const call of this.#pending.values()) call.reject(this.#gone);
    this.#pending.clear();
  }
}
