import { functionArn } from "@lambent/model";
import type { EventLane, QueuedEvent } from "@lambent/store";
import type { Ports } from "../ports.ts";
import { Lane } from "./lane.ts";
import { BACK_OFF_MIN_MS } from "./retry-schedule.ts";
import { type EventRun, runEvent } from "./run-event.ts";

/** Events of a function that are read at once. */
const PAGE_EVENTS = 32;
/** So few are ready when the next ones are read: those that run meanwhile hide the time. */
const READ_AHEAD_EVENTS = 8;
/** Payloads that are read at once; the first event comes whatever its size. */
const PAGE_BYTES = 1_048_576;
/** Payloads in memory above which no function reads a second event until some have ended. */
const HELD_BYTES_MAX = 64 * 1_048_576;

export interface AsyncWorker {
  /** Resolves when nothing runs, is read or is written: all that is left waits for its time. */
  idle(): Promise<void>;
  /**
   * Takes no more events. Resolves when those that run have ended and that is on disk; what was cut off by the end of the
   * runner stays queued.
   */
  close(): Promise<void>;
}

export interface AsyncWorkerOptions {
  /** Told of failures of the service itself. Default: standard error. */
  onError?: (message: string, cause: unknown) => void;
}

/**
 * Runs what is queued, from now on: also what an earlier server has left. Functions take turns, and each runs as many of its
 * events at once as turns out to be possible. Nothing here polls: it is woken by new events and by the next time at which
 * something is due.
 * @param portsFor the ports of an account and Region
 */
export async function startAsyncWorker(
  portsFor: (scope: EventLane["scope"]) => Ports | Promise<Ports>,
  shared: Pick<Ports, "store" | "clock" | "timers" | "concurrency">,
  { onError = (message, cause) => console.error(message, cause) }: AsyncWorkerOptions = {},
): Promise<AsyncWorker> {
  const worker = new Worker(portsFor, shared, onError);
  await worker.start();
  return worker;
}

class Worker implements AsyncWorker {
  readonly #portsFor: (scope: EventLane["scope"]) => Ports | Promise<Ports>;
  readonly #shared: Pick<Ports, "store" | "clock" | "timers" | "concurrency">;
  readonly #onError: (message: string, cause: unknown) => void;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes with something to do now, in the order of their turns. */
  readonly #turns = new Set<Lane>();
  /** Lanes that read once there is memory again. */
  readonly #starved = new Set<Lane>();
  /** Everything that isn't over: runs, reads, writes. */
  readonly #open = new Set<Promise<void>>();
  #running = 0;
  #heldBytes = 0;
  #closed = false;
  #unsubscribe = () => {};

  constructor(
    portsFor: (scope: EventLane["scope"]) => Ports | Promise<Ports>,
    shared: Pick<Ports, "store" | "clock" | "timers" | "concurrency">,
    onError: (message: string, cause: unknown) => void,
  ) {
    this.#portsFor = portsFor;
    this.#shared = shared;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#shared.store.queuedEvents.subscribe((added) => this.#noteDue(added, added.dueMs));
    for (const left of await this.#shared.store.queuedEvents.lanes()) this.#noteDue(left, left.dueMs);
  }

  async idle(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    for (const lane of this.#lanes.values()) lane.cancelTimer?.();
    await this.idle();
  }

  #noteDue({ scope, functionName }: EventLane, dueMs: number): void {
    const key = functionArn(scope, functionName);
    const lane = this.#lanes.get(key) ?? new Lane({ scope, functionName });
    this.#lanes.set(key, lane);
    lane.nextDueMs = Math.min(lane.nextDueMs, dueMs);
    this.#wake(lane);
  }

  /** The lane takes its next turn. */
  #wake(lane: Lane): void {
    this.#turns.add(lane);
    this.#takeTurns();
  }

  #takeTurns(): void {
    // A Set goes on with what is added while it is walked: a lane that has had its turn comes again after all others.
    for (const lane of this.#turns) {
      if (this.#closed) return;
      if (this.#running >= this.#shared.concurrency.accountConcurrency) return;
      this.#turns.delete(lane);
      if (this.#takeTurn(lane)) this.#turns.add(lane);
    }
  }

  /** One step of a lane. @returns whether it may have another one to take. */
  #takeTurn(lane: Lane): boolean {
    const nowMs = this.#shared.clock.now().getTime();
    if (lane.ready.length === 0 && lane.nextDueMs > nowMs) {
      this.#wakeAt(lane, lane.nextDueMs);
      return false;
    }
    // However many wait, half of what the others leave stays free for the next one.
    const share = (this.#shared.concurrency.accountConcurrency - this.#running + lane.running) / 2;
    if (lane.running > 0 && lane.running >= share) return false; // woken when one of its own ends
    if (!lane.hasRoom(nowMs)) {
      this.#wakeAt(lane, lane.growAtMs);
      return false;
    }
    const event = lane.ready.shift();
    if (event === undefined) {
      this.#read(lane);
      return false;
    }
    this.#follow(this.#run(lane, event));
    if (lane.ready.length < READ_AHEAD_EVENTS && lane.nextDueMs <= nowMs) this.#read(lane);
    return true;
  }

  #wakeAt(lane: Lane, timeMs: number): void {
    lane.cancelTimer?.();
    lane.cancelTimer = undefined;
    if (timeMs === Number.POSITIVE_INFINITY) {
      const key = functionArn(lane.scope, lane.functionName);
      if (lane.isEmpty && this.#lanes.get(key) === lane) this.#lanes.delete(key);
      return;
    }
    const delayMs = Math.max(0, timeMs - this.#shared.clock.now().getTime());
    lane.cancelTimer = this.#shared.timers.after(delayMs, () => this.#wake(lane));
  }

  #read(lane: Lane): void {
    if (lane.reading) return;
    const isFull = this.#heldBytes >= HELD_BYTES_MAX;
    if (isFull && lane.taken.size > 0) {
      this.#starved.add(lane);
      return;
    }
    lane.reading = true;
    // One at a time goes on whatever others hold: large events that hang must not keep another function waiting.
    this.#follow(this.#readPage(lane, isFull ? 1 : PAGE_EVENTS));
  }

  async #readPage(lane: Lane, maxEvents: number): Promise<void> {
    const nowMs = this.#shared.clock.now().getTime();
    lane.nextDueMs = Number.POSITIVE_INFINITY; // news that come meanwhile lower it
    const query = { nowMs, except: new Set(lane.taken), maxEvents, maxBytes: PAGE_BYTES };
    try {
      const { events, nextDueMs } = await this.#shared.store.queuedEvents.due(lane, query);
      for (const event of events) {
        lane.taken.add(event.id);
        this.#heldBytes += event.payload.byteLength;
      }
      lane.ready.push(...events);
      lane.nextDueMs = Math.min(lane.nextDueMs, nextDueMs ?? Number.POSITIVE_INFINITY);
    } catch (error) {
      lane.nextDueMs = nowMs + BACK_OFF_MIN_MS;
      this.#onError(`Queued events of ${lane.functionName} can't be read; trying on.`, error);
    }
    lane.reading = false;
    this.#wake(lane);
  }

  async #try(event: QueuedEvent): Promise<EventRun> {
    let ports: Ports;
    try {
      ports = await this.#portsFor(event.scope);
    } catch (fault) {
      // What its account and Region have set can't be read: as if there were no room for it.
      const dueMs = this.#shared.clock.now().getTime() + BACK_OFF_MIN_MS;
      const { invokeCount, postponements } = event;
      const progress = { dueMs, invokeCount, postponements: postponements + 1 };
      return { settlement: { kind: "postponed", progress }, refused: true, fault };
    }
    return runEvent(ports, event);
  }

  async #run(lane: Lane, event: QueuedEvent): Promise<void> {
    lane.running += 1;
    this.#running += 1;
    const run = await this.#try(event);
    lane.running -= 1;
    this.#running -= 1;
    if (run.fault !== undefined) this.#onError(`The event ${event.requestId} could not be run.`, run.fault);
    if (run.refused) this.#release(lane.noteRefusal(this.#shared.clock.now().getTime()));
    else lane.noteRun();
    // Its place is free before its end is on disk: the next one needn't wait for that.
    this.#wake(lane);
    // The runner is being shut down: as if it had never been tried.
    if (!(this.#closed && run.refused)) await this.#settle(lane, event, run);
    lane.taken.delete(event.id);
    this.#release([event]);
    this.#wake(lane);
  }

  async #settle(lane: Lane, event: QueuedEvent, { settlement }: EventRun): Promise<void> {
    const { queuedEvents } = this.#shared.store;
    try {
      if (settlement.kind === "finished") {
        await queuedEvents.finish(event.id, settlement.next);
        return;
      }
      await queuedEvents.postpone(event.id, settlement.progress);
      lane.nextDueMs = Math.min(lane.nextDueMs, settlement.progress.dueMs);
    } catch (error) {
      // It will run again, as it would after a crash; what can't be written now may be then.
      lane.nextDueMs = Math.min(lane.nextDueMs, this.#shared.clock.now().getTime() + BACK_OFF_MIN_MS);
      this.#onError(`What became of the event ${event.requestId} can't be written; it will run again.`, error);
    }
  }

  #release(events: readonly QueuedEvent[]): void {
    for (const { payload } of events) this.#heldBytes -= payload.byteLength;
    if (this.#heldBytes >= HELD_BYTES_MAX) return;
    for (const lane of this.#starved) this.#turns.add(lane);
    this.#starved.clear();
  }

  #follow(work: Promise<void>): void {
    const open = work.finally(() => this.#open.delete(open));
    this.#open.add(open);
  }
}
