import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { expect, onTestFinished, test } from "vitest";
import type { NewQueuedEvent } from "../index.ts";
import { SCOPE, temporaryFolder, temporaryStore } from "../testing/temporary-store.ts";

const HELLO = { scope: SCOPE, functionName: "hello" };
const NOW_MS = 1_000_000;
const event = (given: Partial<NewQueuedEvent> = {}): NewQueuedEvent => ({
  ...HELLO,
  qualifier: "$LATEST",
  requestId: "00000000-0000-4000-8000-000000000000",
  payload: new TextEncoder().encode("{}"),
  acceptedMs: NOW_MS,
  ...given,
});
const DUE = { nowMs: NOW_MS, except: new Set<number>(), maxEvents: 10, maxBytes: 1_000_000 };

async function openQueue() {
  const { queuedEvents } = await temporaryStore();
  return queuedEvents;
}

test("an event comes back as it was added, with all that is told of it or with nothing but the event", async () => {
  const queue = await openQueue();
  const payload = new Uint8Array([0, 255, 1]);
  const told = event({ payload, clientContext: "{}", lineage: "0123abcd:1", qualifier: "PROD" });
  await queue.add(told);
  await queue.add(event());
  const progress = { dueMs: NOW_MS, invokeCount: 0, postponements: 0 };
  expect((await queue.due(HELLO, DUE)).events).toEqual([
    { id: 1, ...told, ...progress },
    { id: 2, ...event(), ...progress },
  ]);
});

test("what is due is read oldest first, no more than fits, and the rest is announced", async () => {
  const queue = await openQueue();
  for (const acceptedMs of [NOW_MS, NOW_MS - 2, NOW_MS + 5, NOW_MS - 1]) {
    await queue.add(event({ acceptedMs, payload: new Uint8Array(400_000) }));
  }
  const ids = async (query: object) => {
    const { events, nextDueMs } = await queue.due(HELLO, { ...DUE, ...query });
    return [events.map(({ id }) => id), nextDueMs];
  };
  expect(await ids({ maxBytes: 9e9 })).toEqual([[2, 4, 1], NOW_MS + 5]);
  expect(await ids({})).toEqual([[2, 4], NOW_MS]);
  expect(await ids({ maxEvents: 1 })).toEqual([[2], NOW_MS - 1]);
  expect(await ids({ maxBytes: 1 })).toEqual([[2], NOW_MS - 1]); // at least one
  expect(await ids({ except: new Set([2, 4]) })).toEqual([[1], NOW_MS + 5]);
  expect(await ids({ except: new Set([1, 2, 4]) })).toEqual([[], NOW_MS + 5]);
  expect(await ids({ except: new Set([1, 2, 3, 4]) })).toEqual([[], undefined]);
});

test("an event that is postponed keeps its place in time, one that has ended is gone", async () => {
  const queue = await openQueue();
  await queue.add(event());
  await queue.postpone(1, { dueMs: NOW_MS + 60_000, invokeCount: 1, postponements: 3 });
  expect(await queue.due(HELLO, DUE)).toEqual({ events: [], nextDueMs: NOW_MS + 60_000 });
  const later = await queue.due(HELLO, { ...DUE, nowMs: NOW_MS + 60_000 });
  expect(later.events).toMatchObject([{ id: 1, invokeCount: 1, postponements: 3, acceptedMs: NOW_MS }]);
  await queue.finish(1);
  expect(await queue.lanes()).toEqual([]);
  // Whoever is late finds nothing to do.
  await queue.postpone(1, { dueMs: NOW_MS, invokeCount: 1, postponements: 0 });
  await queue.finish(1);
  expect(await queue.lanes()).toEqual([]);
});

test("the event that tells of an end is added with it", async () => {
  const queue = await openQueue();
  await queue.add(event());
  await queue.finish(1, event({ functionName: "told" }));
  expect(await queue.lanes()).toEqual([{ scope: SCOPE, functionName: "told", dueMs: NOW_MS }]);
});

test("functions of one name in two accounts and Regions have nothing in common", async () => {
  const queue = await openQueue();
  const elsewhere = { accountId: "999999999999", region: "eu-west-1" };
  await queue.add(event());
  await queue.add(event({ scope: elsewhere, acceptedMs: NOW_MS - 1 }));
  await queue.add(event({ functionName: "other", acceptedMs: NOW_MS + 1 }));
  expect(await queue.lanes()).toEqual([
    { scope: elsewhere, functionName: "hello", dueMs: NOW_MS - 1 },
    { ...HELLO, dueMs: NOW_MS },
    { scope: SCOPE, functionName: "other", dueMs: NOW_MS + 1 },
  ]);
  await queue.discard(HELLO);
  expect((await queue.lanes()).map(({ scope, functionName }) => [scope.region, functionName])).toEqual([
    ["eu-west-1", "hello"],
    [SCOPE.region, "other"],
  ]);
});

test("whoever listens hears of each event that is on disk, until it wants no more", async () => {
  const queue = await openQueue();
  const heard: unknown[] = [];
  const unsubscribe = queue.subscribe((added) => heard.push(added));
  await queue.add(event());
  await queue.finish(1, event({ functionName: "told" }));
  unsubscribe();
  await queue.add(event());
  expect(heard).toEqual([
    { ...HELLO, dueMs: NOW_MS },
    { scope: SCOPE, functionName: "told", dueMs: NOW_MS },
  ]);
});

test("a thousand callers are all answered, each once its own event is on disk", async () => {
  const directory = await temporaryFolder();
  const { queuedEvents } = await temporaryStore({ directory });
  const reader = createClient({ url: fileUrl(join(directory, "events.db")) });
  onTestFinished(() => reader.close());
  const onDisk = async (requestId: string) => {
    const sql = "SELECT count(*) AS found FROM queued_event WHERE request_id = ?";
    return (await reader.execute({ sql, args: [requestId] })).rows[0]?.found;
  };
  const seen = await Promise.all(
    Array.from({ length: 1_000 }, async (_, index) => {
      await queuedEvents.add(event({ requestId: `r${index}`, payload: new Uint8Array(20_000) }));
      return onDisk(`r${index}`); // by another connection: what isn't committed can't be seen
    }),
  );
  expect(new Set(seen)).toEqual(new Set([1]));
});

test("what can't be written is told to its caller, and the next one may succeed", async () => {
  const queue = await openQueue();
  await expect(queue.add(event({ functionName: null as never }))).rejects.toThrow(/NOT NULL/);
  await queue.add(event());
  expect(await queue.lanes()).toHaveLength(1);
});

test("the file is nobody else's to read, and gives the space of a backlog back at the next start", async () => {
  const directory = await temporaryFolder();
  const store = await temporaryStore({ directory });
  const file = join(directory, "events.db");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  for (let index = 0; index < 20; index++) {
    await store.queuedEvents.add(event({ payload: new Uint8Array(1_000_000) }));
  }
  for (let id = 1; id <= 20; id++) await store.queuedEvents.finish(id);
  await store.close();
  await (await temporaryStore({ directory })).close();
  expect((await stat(file)).size).toBeLessThan(1_000_000);
  expect(await readdir(directory)).not.toContain("events.db-wal");
});

test("a file of a newer release is left alone", async () => {
  const directory = await temporaryFolder();
  const client = createClient({ url: fileUrl(join(directory, "events.db")) });
  await client.execute("PRAGMA user_version = 99");
  client.close();
  await expect(temporaryStore({ directory })).rejects.toThrow(/was written by a newer release \(schema 99/);
  await (await open(join(directory, "events.db"))).close();
});

function fileUrl(path: string): string {
  return new URL(`file://${path.split("/").map(encodeURIComponent).join("/")}`).href;
}
