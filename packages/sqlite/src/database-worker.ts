/**
 * What the database's thread runs. Plain JavaScript in a text: Node 20 can't load TypeScript, and a bundler would have
 * to be told of a second entry. A request is [id, method, argument]; the answer [id, results] or [id, null, error].
 */
export const DATABASE_WORKER_SOURCE = `
const { parentPort, workerData } = require("node:worker_threads");
const { createClient } = require(workerData.clientModule);
const client = createClient(workerData.config);
const plain = ({ rows, rowsAffected }) => ({ rows: rows.map((row) => ({ ...row })), rowsAffected });
const methods = {
  batch: async (statements) => (await client.batch(statements, "write")).map(plain),
  read: async (statements) => (await client.batch(statements, "deferred")).map(plain),
  execute: async (statement) => [plain(await client.execute(statement))],
  executeMultiple: async (sql) => (await client.executeMultiple(sql), []),
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
