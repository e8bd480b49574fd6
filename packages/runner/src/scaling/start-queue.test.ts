import { expect, test } from "vitest";
import { HeldClock } from "../testing/held-clock.ts";
import { StartQueue, type StartQueueOptions, type Turn } from "./start-queue.ts";

const WAIT_MAX_MS = 30_000;

function queue(options: Partial<StartQueueOptions> = {}) {
  return new StartQueue<string>({
    clock: new HeldClock(),
    parallel: 1,
    waitingMax: 10,
    waitMaxMs: WAIT_MAX_MS,
    hasRoom: () => true,
    ...options,
  });
}

/** Enters and writes down, in order, who may start. */
function enterAll(starts: StartQueue<string>, functions: readonly string[]) {
  const started: string[] = [];
  const turns: Turn<string>[] = [];
  for (const functionArn of functions) {
    void Promise.resolve(starts.enter({ functionArn, environmentKey: functionArn })).then((turn) => {
      turns.push(turn);
      if (turn.kind === "start") started.push(functionArn);
    });
  }
  return { started, turns };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const finishLast = async (turns: readonly Turn<string>[]) => {
  const turn = turns.at(-1)!;
  if (turn.kind === "start") turn.booted();
  await settle();
};

test("a function that asks a hundred times leaves every second turn to the one that asks twice", async () => {
  const starts = queue({ waitingMax: 1000 });
  const { started, turns } = enterAll(starts, [...Array(100).fill("hot"), "quiet", "quiet"]);
  await settle();
  for (let turn = 0; turn < 5; turn += 1) await finishLast(turns);
  expect(started).toEqual(["hot", "hot", "quiet", "hot", "quiet", "hot"]);
});

test("no more boot at a time than allowed", async () => {
  const starts = queue({ parallel: 2 });
  const { started, turns } = enterAll(starts, ["a", "b", "c"]);
  await settle();
  expect(started).toEqual(["a", "b"]);
  await finishLast(turns);
  expect(started).toEqual(["a", "b", "c"]);
});

test("saying twice that one has booted makes room for one alone", async () => {
  const starts = queue();
  const { started, turns } = enterAll(starts, ["a", "b", "c"]);
  await settle();
  const [first] = turns;
  if (first?.kind !== "start") throw new Error("a may start");
  first.booted();
  first.booted();
  await settle();
  expect(started).toEqual(["a", "b"]);
});

test("who waits takes an environment of its own kind that becomes free, and nobody else's", async () => {
  const starts = queue();
  const { turns } = enterAll(starts, ["a", "b"]);
  await settle();
  expect(starts.offer("of c", { functionArn: "c", environmentKey: "c" })).toBe(false);
  expect(starts.offer("older b", { functionArn: "b", environmentKey: "b of yesterday" })).toBe(false);
  expect(starts.offer("of b", { functionArn: "b", environmentKey: "b" })).toBe(true);
  await settle();
  expect(turns.at(-1)).toEqual({ kind: "environment", environment: "of b" });
  expect(starts.offer("another of b", { functionArn: "b", environmentKey: "b" })).toBe(false);
});

test("beyond the bound, who comes is refused at once", async () => {
  const starts = queue({ waitingMax: 2 });
  const { turns } = enterAll(starts, ["a", "b", "c", "d"]);
  await settle();
  expect(turns.map(({ kind }) => kind)).toEqual(["start", "refused"]);
});

test("who waits too long is refused and gives up its place", async () => {
  const clock = new HeldClock();
  const starts = queue({ clock, waitingMax: 1 });
  const { turns } = enterAll(starts, ["a", "b"]);
  await settle();
  await clock.fire(WAIT_MAX_MS);
  await settle();
  expect(turns.map(({ kind }) => kind)).toEqual(["start", "refused"]);
  expect(starts.enter({ functionArn: "c", environmentKey: "c" })).toBeInstanceOf(Promise);
});

test("without room nobody starts until it is said that there is some", async () => {
  let hasRoom = false;
  const starts = queue({ parallel: 5, hasRoom: () => hasRoom });
  const { started } = enterAll(starts, ["a", "b"]);
  await settle();
  expect(started).toEqual([]);
  hasRoom = true;
  starts.advance();
  await settle();
  expect(started).toEqual(["a", "b"]);
  expect(starts.isIdle).toBe(false);
});
