import type { Clock } from "../clock.ts";

export interface StartRequest {
  functionArn: string;
  environmentKey: string;
}

/** What waiting has led to. */
export type Turn<T> =
  /** The caller may boot an environment, and says when it has booted. */
  | { kind: "start"; booted(): void }
  /** An environment of the same key has become free meanwhile. */
  | { kind: "environment"; environment: T }
  /** Too many wait already, or it took too long. */
  | { kind: "refused" };

interface Waiter<T> {
  environmentKey: string;
  settle(turn: Turn<T>): void;
}

export interface StartQueueOptions {
  clock: Clock;
  /** Environments that boot at a time; more would only slow each other down. */
  parallel: number;
  waitingMax: number;
  waitMaxMs: number;
  /** Makes room for one more environment where it can. */
  hasRoom(): boolean;
}

/**
 * Lets a bounded number of environments boot at a time and takes turns between functions, so that one function's burst
 * can't keep the others waiting. Who waits takes an environment that becomes free instead, when one does.
 */
export class StartQueue<T> {
  /** In the order in which functions have their next turn. */
  readonly #waiting = new Map<string, Waiter<T>[]>();
  #waitingCount = 0;
  #booting = 0;

  constructor(private readonly options: StartQueueOptions) {}

  get isIdle(): boolean {
    return this.#booting === 0 && this.#waitingCount === 0;
  }

  enter({ functionArn, environmentKey }: StartRequest): Promise<Turn<T>> | Turn<T> {
    const { clock, waitingMax, waitMaxMs } = this.options;
    if (this.#waitingCount === 0 && this.#mayStart()) return this.#start();
    if (this.#waitingCount >= waitingMax) return { kind: "refused" };
    return new Promise((resolve) => {
      const cancel = clock.schedule(waitMaxMs, () => {
        this.#remove(functionArn, waiter);
        resolve({ kind: "refused" });
      });
      const waiter: Waiter<T> = {
        environmentKey,
        settle: (turn) => {
          cancel();
          resolve(turn);
        },
      };
      const others = this.#waiting.get(functionArn);
      if (others) others.push(waiter);
      else this.#waiting.set(functionArn, [waiter]);
      this.#waitingCount += 1;
    });
  }

  /** Hands a free environment to whoever waits for one of its kind. @returns whether somebody did. */
  offer(environment: T, { functionArn, environmentKey }: StartRequest): boolean {
    if (this.#waitingCount === 0) return false;
    const waiter = this.#waiting.get(functionArn)?.find((candidate) => candidate.environmentKey === environmentKey);
    if (!waiter) return false;
    this.#remove(functionArn, waiter);
    waiter.settle({ kind: "environment", environment });
    return true;
  }

  /** To be called when there may be room that wasn't there before. */
  advance(): void {
    while (this.#waitingCount > 0 && this.#mayStart()) {
      const [functionArn, waiters] = this.#waiting.entries().next().value!;
      const waiter = waiters[0]!;
      this.#remove(functionArn, waiter);
      // To the end: every other function has its turn before this one has another.
      const rest = this.#waiting.get(functionArn);
      if (rest) {
        this.#waiting.delete(functionArn);
        this.#waiting.set(functionArn, rest);
      }
      waiter.settle(this.#start());
    }
  }

  #mayStart(): boolean {
    return this.#booting < this.options.parallel && this.options.hasRoom();
  }

  #start(): Turn<T> {
    this.#booting += 1;
    let hasBooted = false;
    return {
      kind: "start",
      booted: () => {
        if (hasBooted) return;
        hasBooted = true;
        this.#booting -= 1;
        this.advance();
      },
    };
  }

  #remove(functionArn: string, waiter: Waiter<T>): void {
    const waiters = this.#waiting.get(functionArn);
    const index = waiters?.indexOf(waiter) ?? -1;
    if (!waiters || index < 0) return;
    waiters.splice(index, 1);
    if (waiters.length === 0) this.#waiting.delete(functionArn);
    this.#waitingCount -= 1;
  }
}
