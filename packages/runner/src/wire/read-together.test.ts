import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { type Duplex, PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { socketPair } from "../testing/socket-pair.ts";
import { readTogether } from "./read-together.ts";

const open: Duplex[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

async function openPair(): Promise<[near: Duplex, far: Socket]> {
  const [near, far] = await socketPair();
  const together = readTogether(near);
  open.push(together, far);
  return [together, far];
}

function collect(stream: Duplex): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

test("sockets that read in turn keep their bytes apart, long after they were read", async () => {
  const pairs = await Promise.all(Array.from({ length: 5 }, openPair));
  const received = pairs.map(([near]) => collect(near));
  const ends = pairs.map(([near]) => once(near, "end"));
  for (let round = 0; round < 40; round += 1) {
    for (const [index, [, far]] of pairs.entries()) far.write(Buffer.alloc(10_000, index * 40 + round));
    await delay(1);
  }
  for (const [, far] of pairs) far.end();
  await Promise.all(ends);
  for (const [index, chunks] of received.entries()) {
    const sent = Array.from({ length: 40 }, (_, round) => Buffer.alloc(10_000, index * 40 + round));
    expect(Buffer.concat(chunks).equals(Buffer.concat(sent))).toBe(true);
  }
});

test("nothing is read before somebody listens", async () => {
  const [near, far] = await openPair();
  far.write("early");
  await delay(20);
  expect(String((await once(near, "data"))[0])).toBe("early");
});

test("while it is paused, nothing is told, and nothing is lost", async () => {
  const [near, far] = await openPair();
  const chunks: string[] = [];
  near.on("data", (chunk: Buffer) => {
    chunks.push(String(chunk));
    near.pause();
  });
  far.write("one");
  while (chunks.length === 0) await delay(1);
  far.write("two");
  await delay(20);
  expect(chunks).toEqual(["one"]);
  near.resume();
  while (chunks.length === 1) await delay(1);
  expect(chunks).toEqual(["one", "two"]);
});

test("its end and its closing are told as any socket's, and it can be written to", async () => {
  const [near, far] = await openPair();
  const answer = once(far, "data");
  near.write("out");
  expect(String((await answer)[0])).toBe("out");
  collect(near);
  const told = Promise.all([once(near, "end"), once(near, "close")]);
  far.end();
  near.end();
  await told;
});

test("a descriptor of a child process can be taken, and its exit is still told", async () => {
  const child = spawn("/bin/sh", ["-c", "echo hello >&3; read line <&3; echo $line >&3"], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const exit = once(child, "exit");
  const control = readTogether(child.stdio[3] as Duplex);
  open.push(control);
  const chunks = collect(control);
  const end = once(control, "end");
  control.write("back\n");
  await Promise.all([exit, end]);
  expect(Buffer.concat(chunks).toString()).toBe("hello\nback\n");
});

test("one that nobody listens to is let go by resuming it, whatever lies in it", async () => {
  const [near, far] = await openPair();
  far.end("unread");
  await delay(20);
  expect(near.destroyed).toBe(false);
  const closed = once(near, "close");
  near.resume();
  near.end();
  await closed;
});

test("what isn't a socket stays what it is", () => {
  const stream = new PassThrough();
  expect(readTogether(stream)).toBe(stream);
});
