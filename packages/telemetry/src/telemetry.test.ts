import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { expect, test } from "vitest";
import {
  ARN,
  GROUP,
  invocation,
  messagesOf,
  numbered,
  START_MS,
  say,
  startTelemetry,
  temporaryDirectory,
} from "./telemetry.fixture.ts";
import { openTelemetry } from "./telemetry.ts";

test("after a restart everything is there and ids go on above all that were ever given", async () => {
  const directory = temporaryDirectory();
  const first = await startTelemetry({ directory });
  say(first.telemetry, numbered(5));
  say(first.telemetry, ["gone"], { group: "/aws/lambda/gone" });
  first.telemetry.invocations.add(invocation());
  first.telemetry.metrics.observeConcurrency(ARN, 2);
  await first.telemetry.logs.deleteGroup("/aws/lambda/gone"); // held the highest id
  await first.telemetry.close();

  const { telemetry } = await startTelemetry({ directory });
  say(telemetry, ["after the restart"]);
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(messagesOf(events)).toEqual([...numbered(5), "after the restart"]);
  expect(events.at(-1)!.id).toBeGreaterThan(6);
  const resumed = telemetry.logs.follow({ logGroupName: GROUP, afterId: events[3]!.id }, new AbortController().signal);
  expect((await resumed.next()).value).toMatchObject({ message: "line 5" });
  expect((await resumed.next()).value).toMatchObject({ message: "after the restart" });
  expect(await telemetry.invocations.get(invocation().requestId)).toEqual(invocation());
  const range = { functionArn: ARN, startMs: START_MS, endMs: START_MS + 60_000, periodSeconds: 60 };
  expect(await telemetry.metrics.query(range)).toMatchObject([{ invocations: 1, concurrentExecutionsMax: 2 }]);
});

test("what was flushed survives kill -9, and ids that only live readers saw don't come again", async () => {
  const directory = temporaryDirectory();
  // The same statements as ours in a process that can be killed: sources can't be run by Node 20 without a build.
  const { telemetry } = await startTelemetry({ directory });
  await telemetry.close();
  const script = join(directory, "writer.mjs");
  const client = createRequire(import.meta.url).resolve("@libsql/client");
  writeFileSync(
    script,
    `import libsql from ${JSON.stringify(pathToFileURL(client).href)};
     const database = libsql.createClient({ url: ${JSON.stringify(pathToFileURL(join(directory, "telemetry.db")).href)} });
     await database.execute("PRAGMA synchronous = NORMAL");
     await database.batch([
       "INSERT INTO log_group VALUES (1, '${GROUP}')",
       "INSERT INTO log_stream VALUES (1, 1, 'stream', 0, 0, 1)",
       "INSERT INTO log_event VALUES (41, 1, 1, NULL, 0, 'flushed')",
     ], "write");
     console.log("flushed");
     setInterval(() => {}, 1000);`,
  );
  const writer = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(createInterface(writer.stdout), "line");
  writer.kill("SIGKILL");
  await once(writer, "exit");

  const again = await startTelemetry({ directory });
  say(again.telemetry, ["next"]);
  const { events } = await again.telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(messagesOf(events)).toEqual(["flushed", "next"]);
  // 41 was on disk; a full queue of later ids may have been shown live.
  expect(events[1]!.id).toBeGreaterThan(41 + 100_000);
});

test("while the disk refuses, things wait in memory and are told once; later all is written", async () => {
  const directory = temporaryDirectory();
  const told: string[] = [];
  const { telemetry } = await startTelemetry({ directory, onError: (message) => told.push(message) });
  const other = createClient({ url: pathToFileURL(join(directory, "telemetry.db")).href });
  await other.execute(
    "CREATE TRIGGER refuse BEFORE INSERT ON log_event BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END",
  );
  say(telemetry, numbered(3));
  await expect(telemetry.logs.flush()).rejects.toThrow(/disk I\/O error/);
  await expect(telemetry.logs.flush()).rejects.toThrow(/disk I\/O error/);
  expect(told).toEqual([expect.stringContaining("telemetry.db can't be written; trying on")]);
  await other.execute("DROP TRIGGER refuse");
  other.close();
  const { events } = await telemetry.logs.query({ logGroupName: GROUP, limit: 10 });
  expect(messagesOf(events)).toEqual(numbered(3));
});

test("a file of a newer release is refused with a way out", async () => {
  const directory = temporaryDirectory();
  const { telemetry } = await startTelemetry({ directory });
  await telemetry.close();
  const other = createClient({ url: pathToFileURL(join(directory, "telemetry.db")).href });
  await other.execute("PRAGMA user_version = 99");
  other.close();
  await expect(openTelemetry({ directory })).rejects.toThrow(
    /written by a newer release \(schema 99; this one knows 3\)\. Start that release, or move the file away/,
  );
});
