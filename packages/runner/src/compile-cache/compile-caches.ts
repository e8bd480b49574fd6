import { RUNTIMES } from "@lambent/model";
import type { Clock } from "../clock.ts";
import type { BootRecipe } from "../environment/boot-recipe.ts";
import type { EnvironmentSpec } from "../runner.port.ts";
import type { SandboxAssignment, SandboxDriver } from "../sandbox/sandbox.port.ts";
import type { CompileCacheStore } from "./compile-cache-store.ts";
import { fillCompileCache } from "./fill-compile-cache.ts";

/** Below it there is little to compile, and a cache would cost more than it saves. */
const WORTHWHILE_INIT_MS = 20;
/** After a cold start: what is running goes first. */
const FILL_AFTER_MS = 1_000;
/** Node.js 20 has no compile cache. */
const FIRST_MAJOR = 22;
const KNOWN_MAX = 10_000;

export interface CompileCachesOptions {
  driver: SandboxDriver;
  clock: Clock;
  store: CompileCacheStore;
  isQuiet(): boolean;
}

/** Sees to it that functions which take long to load find their code compiled the next time. */
export class CompileCaches {
  /** By environment key: where the cache is, or that there is none. */
  readonly #known = new Map<string, string | undefined>();
  readonly #filling = new Set<Promise<void>>();
  #isClosed = false;

  constructor(private readonly options: CompileCachesOptions) {}

  /** @returns undefined as long as there is none. */
  directoryFor({ environmentKey }: EnvironmentSpec): string | undefined {
    if (!this.#known.has(environmentKey)) this.#remember(environmentKey, this.options.store.find(environmentKey));
    return this.#known.get(environmentKey);
  }

  /** To be called after a function was loaded from its sources. */
  consider(spec: EnvironmentSpec, recipe: BootRecipe, assignment: SandboxAssignment, initMs: number): void {
    if (initMs < WORTHWHILE_INIT_MS || assignment.compileCacheDirectory !== undefined || !canBeCached(spec)) return;
    const key = `tried ${spec.environmentKey}`;
    if (this.#known.has(key)) return;
    this.#remember(key, undefined);
    this.options.clock.schedule(FILL_AFTER_MS, () => {
      const filling = this.#fill(spec, recipe, assignment).finally(() => this.#filling.delete(filling));
      this.#filling.add(filling);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#filling);
  }

  async #fill(spec: EnvironmentSpec, recipe: BootRecipe, assignment: SandboxAssignment): Promise<void> {
    if (this.#isClosed || !this.options.isQuiet()) return void this.#known.delete(`tried ${spec.environmentKey}`);
    try {
      const files = await fillCompileCache(this.options.driver, recipe, spec, assignment);
      if (files && !this.#isClosed) {
        this.#remember(spec.environmentKey, await this.options.store.put(spec.environmentKey, files));
      }
    } catch {
      // The host is short of something; functions then load from their sources as before.
    }
  }

  #remember(key: string, directory: string | undefined): void {
    if (this.#known.size >= KNOWN_MAX) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, directory);
  }
}

function canBeCached({ runtime }: EnvironmentSpec): boolean {
  return RUNTIMES[runtime].family === "nodejs" && Number(/\d+/.exec(runtime)?.[0]) >= FIRST_MAJOR;
}
