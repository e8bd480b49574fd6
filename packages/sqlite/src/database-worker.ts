/** Statements kept prepared; inserts of up to 50 rows are as many. */
const PREPARED_MAX = 200;

/**
 * What the database's thread runs. Plain JavaScript in a text: Node 20 can't load TypeScript, and a bundler would have
 * to be told of a second entry. A request is [id, method, argument]; the answer [id, results] or [id, null, error].
 *
 * libsql itself, not its client, which prepares each statement anew: a third of what writing a log line takes.
 */
export const DATABASE_WORKER_SOURCE = `
const { spawn } = require("node:child_process");
const { readlinkSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");

// Nobody waits for this thread as they do for the server's: it takes its turn without interrupting that one (ADR 0022).
const [thread] = /\\d+$/.exec(readlinkSync("/proc/thread-self"));
spawn("chrt", ["--batch", "--pid", "0", thread], { stdio: "ignore" }).on("error", () => {}).unref();

const Connection = require(workerData.module);
const connection = new Connection(workerData.path, { timeout: workerData.timeoutMs });
const prepared = new Map();

function prepare(sql) {
  const known = prepared.get(sql);
  if (known) return known;
  if (prepared.size >= ${PREPARED_MAX}) prepared.clear();
  const statement = connection.prepare(sql);
  const made = { statement, columns: statement.reader ? statement.raw().columns().map(({ name }) => name) : undefined };
  prepared.set(sql, made);
  return made;
}

function sent(value) {
  if (value === undefined) throw new TypeError("A statement was given undefined as a value.");
  return typeof value === "boolean" ? Number(value) : value;
}

function sentAll(args) {
  if (Array.isArray(args)) return args.map(sent);
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, sent(value)]));
}

function received(value) {
  return value instanceof Uint8Array
    ? value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength)
    : value;
}

function execute(given) {
  const { sql, args = [] } = typeof given === "string" ? { sql: given } : given;
  const { statement, columns } = prepare(sql);
  if (!columns) return { rows: [], rowsAffected: statement.run(sentAll(args)).changes };
  const rows = statement.all(sentAll(args));
  return {
    rows: rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, received(row[index])]))),
    rowsAffected: 0,
  };
}

function undoneUnlessDone(work) {
  try {
    return work();
  } finally {
    if (connection.inTransaction) execute("ROLLBACK");
  }
}

function transaction(begin, statements) {
  return undoneUnlessDone(() => {
    execute(begin);
    const results = statements.map(execute);
    execute("COMMIT");
    return results;
  });
}

const methods = {
  batch: (statements) => transaction("BEGIN IMMEDIATE", statements),
  read: (statements) => transaction("BEGIN DEFERRED", statements),
  execute: (statement) => [execute(statement)],
  executeMultiple: (sql) => undoneUnlessDone(() => (connection.exec(sql), [])),
  close: () => (connection.close(), []),
};

parentPort.on("message", ([id, method, argument]) => {
  try {
    parentPort.postMessage([id, methods[method](argument)]);
  } catch ({ message, code }) {
    // SQLITE_CONSTRAINT_UNIQUE is one way of SQLITE_CONSTRAINT.
    const [kind] = /^SQLITE_[A-Z]+/.exec(code) ?? [code];
    parentPort.postMessage([id, null, { message, code: kind }]);
  }
});
`;
