import { writeSync } from "node:fs";
import { openStore } from "../index.ts";
import { functionRecord, SCOPE } from "./function-record.ts";

// Run as a process of its own: creates, edits and deletes functions as fast as it can, and prints a line for each write
// once it is acknowledged. Whoever started it kills it at any moment.
const [directory, migrationsDirectory, round] = process.argv.slice(2) as [string, string, string];
const store = await openStore({ directory, migrationsDirectory });
// A line is short enough for the pipe to take it whole or not at all.
const acknowledge = (fact: object) => writeSync(1, `${JSON.stringify(fact)}\n`);
acknowledge({ kind: "opened" });

for (let index = 0; ; index++) {
  const functionName = `r${round}-f${index}`;
  const text = `${functionName} ${"x".repeat((index * 7919) % 300_000)}`;
  const lengthOf = (content: string) => ({ textLength: content.length });
  const created = await store.codePackages.putFiles([{ path: "index.mjs", text }]);
  const record = functionRecord({ functionName, codeSha256: created.codeSha256, tags: { round } });
  await store.functions.create(record);
  acknowledge({ kind: "stands", functionName, codeSha256: created.codeSha256, memoryMb: 128, ...lengthOf(text) });
  const contentBase64 = Buffer.from(`edited ${text}`).toString("base64");
  const { codeSha256 } = await store.codePackages.edit(created.codeSha256, [
    { kind: "write", path: "index.mjs", contentBase64 },
  ]);
  const patch = { codeSha256, memoryMb: 256, tags: { round, edited: "yes" } };
  await store.functions.update(SCOPE, functionName, { expectedRevisionId: record.revisionId }, patch);
  acknowledge({ kind: "stands", functionName, codeSha256, memoryMb: 256, ...lengthOf(`edited ${text}`) });
  if (index % 5 === 4) {
    acknowledge({ kind: "leaving", functionName });
    await store.functions.delete(SCOPE, functionName);
    acknowledge({ kind: "gone", functionName });
  }
  await store.codePackages.releaseUnused([], { minimumAgeMs: 0 });
}
