import type { Clock } from "../clock.ts";
import type { BootRecipe } from "../environment/boot-recipe.ts";
import { commonVariables } from "../environment/process-environment.ts";
import { RuntimeProcess } from "../environment/runtime-process.ts";
import type { SandboxAssignment, SandboxDriver } from "../sandbox/sandbox.port.ts";
import { SpareDemand } from "./spare-demand.ts";

/** Spares start when no cold start has asked for the processors for so long. */
const QUIET_MS = 40;
/** A runtime that takes longer to boot has failed to. */
const BOOT_LIMIT_MS = 10_000;
/** A recipe that nobody has used for so long has no spares any more, unless it is a standing one. */
const KEEP_MS = 5 * 60_000;
const SPARES_PER_RECIPE_MAX = 8;
/** Of those whose interpreter takes ten times as much memory as others. */
const LARGE_SPARES_PER_RECIPE_MAX = 2;
/** About 12 MiB each. @see facts: sandbox, memory and density */
const SPARES_MAX = 24;
/** After a boot that failed, the next one waits; twice as long each time. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

export interface SparePoolPorts {
  driver: SandboxDriver;
  clock: Clock;
  /** False while cold starts need the processors. */
  isQuiet(): boolean;
  /** Never has one. */
  isOff: boolean;
}

interface Shelf {
  recipe: BootRecipe;
  demand: SpareDemand;
  spares: Spare[];
}

interface Spare {
  process: RuntimeProcess;
  isReady: boolean;
}

/**
 * Sandboxes that have booted a runtime and wait for a function. Each is for one function version, ever; what is taken is made
 * anew when the processors are free. How many there are of a kind follows how many were lately needed at a time.
 */
export class SparePool {
  readonly #shelves = new Map<string, Shelf>();
  #cancelRefill: (() => void) | undefined;
  #booting: Promise<void> | undefined;
  #retryMs = FIRST_RETRY_MS;
  #isClosed = false;

  constructor(private readonly ports: SparePoolPorts) {}

  /** Keeps one for good: the recipe that a new function would use. */
  stand(recipe: BootRecipe): void {
    this.#shelf(recipe, 1);
    this.#refillSoon();
  }

  /** Somebody will probably need this recipe soon. */
  expect(recipe: BootRecipe): void {
    this.#shelf(recipe, 0).demand.expect(this.ports.clock.monotonicMs());
    this.#refillSoon();
  }

  /** One that has booted or at least begun to, for the caller alone. Counts as demand whether there is one or not. */
  claim(recipe: BootRecipe, assignment: SandboxAssignment): RuntimeProcess | undefined {
    if (this.#isClosed || this.ports.isOff || !this.ports.driver.canAssign(assignment)) return undefined;
    const shelf = this.#shelf(recipe, 0);
    shelf.demand.add(this.ports.clock.monotonicMs());
    this.#refillSoon();
    shelf.spares = shelf.spares.filter(({ process }) => !process.isEnding);
    const ready = shelf.spares.findIndex(({ isReady }) => isReady);
    return shelf.spares.splice(Math.max(0, ready), 1)[0]?.process;
  }

  /** Ends every spare, because memory is short; they come back when it is asked for them again. @returns how many. */
  drop(): number {
    let count = 0;
    for (const shelf of this.#shelves.values()) {
      for (const { process } of shelf.spares.splice(0)) {
        process.kill();
        count += 1;
      }
    }
    return count;
  }

  status(): { runtime: string; architecture: string; isReady: boolean }[] {
    return [...this.#shelves.values()].flatMap(({ recipe, spares }) =>
      spares.map(({ isReady }) => ({
        runtime: recipe.runtime.id,
        architecture: recipe.architecture,
        isReady,
      })),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRefill?.();
    const processes = () => [...this.#shelves.values()].flatMap(({ spares }) => spares.map(({ process }) => process));
    const ending = processes();
    // One that boots would be waited for; one that only begins to is on the shelf when it has begun.
    this.drop();
    await this.#booting;
    ending.push(...processes());
    this.drop();
    await Promise.all(ending.map((process) => process.ended));
  }

  #shelf(recipe: BootRecipe, least: number): Shelf {
    let shelf = this.#shelves.get(recipe.key);
    if (!shelf) {
      const isLarge = recipe.runtime.interpreterMemoryMb !== undefined;
      const most = isLarge ? LARGE_SPARES_PER_RECIPE_MAX : SPARES_PER_RECIPE_MAX;
      const demand = new SpareDemand({ least, most, keepMs: KEEP_MS });
      shelf = { recipe, demand, spares: [] };
      this.#shelves.set(recipe.key, shelf);
    }
    return shelf;
  }

  #refillSoon(afterMs = QUIET_MS): void {
    if (this.#isClosed || this.ports.isOff) return;
    this.#cancelRefill?.();
    this.#cancelRefill = this.ports.clock.schedule(afterMs, () => {
      this.#cancelRefill = undefined;
      this.#booting ??= this.#refill().finally(() => {
        this.#booting = undefined;
      });
    });
  }

  /** One after the other: what a spare takes of the processors, a running function lacks. */
  async #refill(): Promise<void> {
    for (let shelf = this.#poorest(); shelf && !this.#isClosed; shelf = this.#poorest()) {
      if (!this.ports.isQuiet()) return this.#refillSoon();
      try {
        await this.#boot(shelf);
        this.#retryMs = FIRST_RETRY_MS;
      } catch {
        // The host can't start sandboxes now; who needs one is told. Spares are tried again later.
        this.#refillSoon(this.#retryMs);
        this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
        return;
      }
    }
    this.#discardOld();
    if (this.#shelves.size > 0) this.#refillSoon(KEEP_MS / 10);
  }

  /** @throws when no sandbox can be started, or its runtime doesn't boot. */
  async #boot(shelf: Shelf): Promise<void> {
    const { driver, clock } = this.ports;
    const process = await RuntimeProcess.start(driver, shelf.recipe, clock);
    const spare: Spare = { process, isReady: false };
    shelf.spares.push(spare);
    const event = await process.booted(BOOT_LIMIT_MS);
    spare.isReady = event.kind === "message" && event.message.kind === "ready";
    if (spare.isReady) {
      process.prepare(commonVariables(shelf.recipe.runtime.id));
      return;
    }
    process.kill();
    shelf.spares = shelf.spares.filter((other) => other !== spare);
    throw new Error(`The runtime ${shelf.recipe.runtime.id} doesn't boot.`);
  }

  /** The shelf that lacks most, as long as there is room for one more. */
  #poorest(): Shelf | undefined {
    const nowMs = this.ports.clock.monotonicMs();
    let count = 0;
    let poorest: { shelf: Shelf; lacks: number } | undefined;
    for (const shelf of this.#shelves.values()) {
      shelf.spares = shelf.spares.filter(({ process }) => !process.isEnding);
      count += shelf.spares.length;
      const lacks = shelf.demand.wanted(nowMs) - shelf.spares.length;
      if (lacks > 0 && (!poorest || lacks > poorest.lacks)) poorest = { shelf, lacks };
    }
    return count < SPARES_MAX ? poorest?.shelf : undefined;
  }

  #discardOld(): void {
    const nowMs = this.ports.clock.monotonicMs();
    for (const [key, shelf] of this.#shelves) {
      const wanted = shelf.demand.wanted(nowMs);
      for (const { process } of shelf.spares.splice(wanted)) process.kill();
      if (wanted === 0) this.#shelves.delete(key);
    }
  }
}
