import { once } from "node:events";
import type { Socket } from "node:net";
import { Writable } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { socketPair } from "../testing/socket-pair.ts";
import { writeAtOnce } from "./write-at-once.ts";

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

async function openPair(): Promise<[Socket, Socket]> {
  const pair = await socketPair();
  open.push(...pair);
  return pair;
}

test("what the kernel takes is on its way before the event loop turns", async () => {
  const [near, far] = await openPair();
  writeAtOnce(near, Buffer.from("one"));
  expect(near.bytesWritten).toBe(0);
  expect(near.writableLength).toBe(0);
  expect(String((await once(far, "data"))[0])).toBe("one");
});

test("bytes stay whole and in order when the kernel has no room for them", async () => {
  const [near, far] = await openPair();
  const sent = Array.from({ length: 200 }, (_, index) => Buffer.alloc(100_000, index));
  for (const bytes of sent) writeAtOnce(near, bytes);
  expect(near.writableLength).toBeGreaterThan(0);
  near.end();
  const received: Buffer[] = [];
  for await (const bytes of far) received.push(bytes);
  expect(Buffer.concat(received).equals(Buffer.concat(sent))).toBe(true);
});

test("a stream that is no socket is written to as such", async () => {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, callback) {
      written.push(String(chunk));
      callback();
    },
  });
  writeAtOnce(stream, Buffer.from("one"));
  expect(written).toEqual(["one"]);
});

test("a socket that was closed tells so, and nothing else is written to", async () => {
  const [near, far] = await openPair();
  far.on("error", () => undefined);
  near.destroy();
  const errors: unknown[] = [];
  near.on("error", (error) => errors.push(error));
  writeAtOnce(near, Buffer.from("late"));
  await once(far, "close");
  expect(far.bytesRead).toBe(0);
});
