import type { Client, Config, InStatement, Transaction } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";

/**
 * Prisma's adapter with one connection for all. libsql itself gives each transaction the connection and opens another
 * one for what follows, leaving the former to the garbage collector: a few thousand transactions in a row use up all
 * file descriptors, and each pays for opening a database. The adapter lets nobody else in while a transaction is open
 * (it holds its lock from begin to commit), so the same connection can serve.
 */
export class SingleConnectionLibSql extends PrismaLibSql {
  override createClient(config: Config): Client {
    const client = super.createClient(config);
    client.transaction = () => beginOn(client);
    return client;
  }
}

async function beginOn(client: Client): Promise<Transaction> {
  // Takes the write lock at once: a transaction that has read before it writes could not wait for another process.
  await client.execute("BEGIN IMMEDIATE");
  let closed = false;
  const end = async (statement: "COMMIT" | "ROLLBACK") => {
    closed = true;
    await client.execute(statement);
  };
  return {
    execute: (statement: InStatement) => client.execute(statement),
    batch: async (statements) => {
      const results = [];
      for (const statement of statements) results.push(await client.execute(statement));
      return results;
    },
    executeMultiple: (sql) => client.executeMultiple(sql),
    commit: () => end("COMMIT"),
    rollback: () => end("ROLLBACK"),
    close: () => {
      if (!closed) void end("ROLLBACK");
    },
    get closed() {
      return closed;
    },
  };
}
