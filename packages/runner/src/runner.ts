import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { EPHEMERAL_STORAGE_MB_DEFAULT, MEMORY_MB_DEFAULT, RUNTIMES } from "@lambent/model";
import { type Clock, systemClock } from "./clock.ts";
import { CompileCacheStore } from "./compile-cache/compile-cache-store.ts";
import { CompileCaches } from "./compile-cache/compile-caches.ts";
import { type BootRecipe, type BootSettings, bootRecipe } from "./environment/boot-recipe.ts";
import { Environment } from "./environment/environment.ts";
import type { InitializationType } from "./environment/process-environment.ts";
import { deliverWhole, guardListener } from "./environment/response-listener.ts";
import { RuntimeProcess } from "./environment/runtime-process.ts";
import { LayerTrees } from "./layers/layer-trees.ts";
import { SparePool } from "./pool/spare-pool.ts";
import type {
  EnvironmentSpec,
  InvocationReport,
  InvocationRequest,
  InvokeOptions,
  LogLine,
  Runner,
  RunnerStatus,
} from "./runner.port.ts";
import type { RunnerOptions } from "./runner-options.ts";
import { HOST_ARCHITECTURE } from "./runtimes/find-node.ts";
import { RuntimeCatalogue } from "./runtimes/runtime-catalogue.ts";
import type { SandboxAssignment } from "./sandbox/sandbox.port.ts";
import { IdleEnvironments } from "./scaling/idle-environments.ts";
import { MemoryBudget } from "./scaling/memory-budget.ts";
import { ProvisionedConcurrency } from "./scaling/provisioned-concurrency.ts";
import { ScaleRate } from "./scaling/scale-rate.ts";
import { StartQueue } from "./scaling/start-queue.ts";
import { beingClosed, throttled, unserved } from "./unserved.ts";

const DEFAULT_IDLE_MS = 5 * 60 * 1000;
const BYTES_PER_MB = 1_048_576;
/** Of the machine's memory; the rest is for the server, the page cache and other programs. */
const DEFAULT_MEMORY_SHARE = 0.7;
const KNOWN_RECIPES_MAX = 2_000;
/** Events that wait for an environment to boot. */
const WAITING_MAX = 1_000;
const WAIT_MAX_MS = 30_000;
/** Boots are bound to the processor, with short waits for the kernel in between. */
const BOOTS_PER_PROCESSOR = 2;
/** A runtime that takes longer to boot has failed to. */
const BOOT_LIMIT_MS = 10_000;
/** After a cold start of a function that runs more than once at a time: the event goes first. */
const AHEAD_AFTER_MS = 100;
/** So long as others boot; after ten seconds the burst is over. */
const AHEAD_ATTEMPTS = 100;

/** Finds the runtimes of this host and returns a runner; it owns the driver from now on and closes it. */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const compileCacheStore = new CompileCacheStore(join(options.dataDirectory, "compile-cache"));
  const [catalogue] = await Promise.all([RuntimeCatalogue.open(options), compileCacheStore.clean()]);
  return new EnvironmentRunner(options, catalogue, compileCacheStore);
}

class EnvironmentRunner implements Runner {
  readonly #environments = new Set<Environment>();
  readonly #idle = new IdleEnvironments<Environment>();
  readonly #memory: MemoryBudget<Environment>;
  readonly #pool: SparePool;
  readonly #layers: LayerTrees;
  readonly #starts: StartQueue<Environment>;
  readonly #rate = new ScaleRate();
  readonly #provisioned: ProvisionedConcurrency<Environment>;
  readonly #compileCaches: CompileCaches;
  readonly #clock: Clock;
  /** By environment key; making one takes a cold start 0.1 ms. */
  readonly #recipes = new Map<string, BootRecipe>();
  /** Kinds of environments that are being initialised ahead of a next event. */
  readonly #ahead = new Set<string>();
  #isClosed = false;

  constructor(
    private readonly options: RunnerOptions,
    private readonly catalogue: RuntimeCatalogue,
    compileCacheStore: CompileCacheStore,
  ) {
    const { driver } = options;
    this.#clock = options.clock ?? systemClock;
    this.#memory = new MemoryBudget(options.memoryBudgetMb ?? (totalmem() / BYTES_PER_MB) * DEFAULT_MEMORY_SHARE);
    this.#starts = new StartQueue({
      clock: this.#clock,
      parallel: availableParallelism() * BOOTS_PER_PROCESSOR,
      waitingMax: options.waitingMax ?? WAITING_MAX,
      waitMaxMs: WAIT_MAX_MS,
      hasRoom: () => this.#makeRoom(),
    });
    const isQuiet = () => this.#starts.isIdle;
    this.#pool = new SparePool({ driver, clock: this.#clock, isQuiet, isOff: options.spares === "none" });
    this.#compileCaches = new CompileCaches({ driver, clock: this.#clock, store: compileCacheStore, isQuiet });
    this.#layers = new LayerTrees({
      directory: join(options.dataDirectory, "layers"),
      inUse: () => [...this.#environments].flatMap(({ spec }) => spec.layerDirectories),
    });
    this.#provisioned = new ProvisionedConcurrency({
      clock: this.#clock,
      start: (spec) => this.#startAhead(spec, "provisioned-concurrency"),
      end: (environment) => environment.retire(),
    });
    if ((options.spares ?? "standing") === "standing") void this.#standSpares();
  }

  async invoke(
    spec: EnvironmentSpec,
    request: InvocationRequest,
    { onLog, onResponse }: InvokeOptions,
  ): Promise<InvocationReport> {
    let environment: Environment | undefined;
    let listenerFault: { error: unknown } | undefined;
    const listener = onResponse && guardListener(onResponse, (error) => (listenerFault ??= { error }));
    try {
      environment = this.#takeIdle(spec.environmentKey);
      if (environment) environment.take();
      else {
        const found = await this.#obtain(spec);
        if (!(found instanceof Environment)) return found;
        environment = found;
      }
      this.#memory.run(environment, environment.peakMb, spec.memoryMb);
      const { logStreamName } = environment;
      const tell = (line: LogLine) => {
        try {
          onLog(logStreamName, line);
        } catch (error) {
          // The listener is the caller's; the environment must not suffer from it.
          listenerFault ??= { error };
        }
      };
      let report = await environment.serve(request, tell, listener);
      if (listener) report = await deliverWhole(report, listener);
      if (listenerFault) throw listenerFault.error;
      return report;
    } catch (error) {
      if (listenerFault) throw listenerFault.error;
      // Whatever a function does is an outcome of `serve`; what is thrown is ours or the host's.
      void environment?.close();
      const message = error instanceof Error ? error.message : String(error);
      return { ...unserved({ kind: "sandboxFault", message }), environmentId: environment?.id ?? "" };
    }
  }

  async expect(spec: EnvironmentSpec): Promise<void> {
    if (this.#isClosed) return;
    try {
      this.#pool.expect(await this.#recipe(spec));
    } catch {
      // A runtime that this host lacks is told to whoever invokes the function.
    }
  }

  provision(spec: EnvironmentSpec, count: number): void {
    if (!this.#isClosed) this.#provisioned.request(spec, count);
  }

  provisioned(environmentKey: string) {
    return this.#provisioned.statusOf(environmentKey);
  }

  retire(environmentKeyPrefix: string): void {
    this.#provisioned.withdraw(environmentKeyPrefix);
    for (const environment of [...this.#environments]) {
      if (environment.spec.environmentKey.startsWith(environmentKeyPrefix)) environment.retire();
    }
  }

  status(): RunnerStatus {
    const { driver } = this.options;
    return {
      driver: driver.runtime === undefined ? driver.name : `${driver.name} (${driver.runtime})`,
      unsafe: driver.name === "unsafe-process",
      isolation: driver.isolation,
      internetAccess: driver.internetAccess,
      runtimes: this.catalogue.availability(),
      environments: [...this.#environments].flatMap(({ id, spec, state, sinceMs }) =>
        state === "gone" ? [] : [{ id, functionName: spec.functionName, state, sinceMs }],
      ),
      spares: this.#pool.status(),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#provisioned.close();
    await Promise.all([this.#pool.close(), ...[...this.#environments].map((environment) => environment.close())]);
    await Promise.all([this.#compileCaches.close(), this.catalogue.close()]);
    await this.options.driver.close();
    await this.#layers.close();
  }

  #takeIdle(environmentKey: string): Environment | undefined {
    for (;;) {
      const environment = this.#idle.take(environmentKey);
      if (!environment || environment.isAvailable) return environment;
      environment.retire();
    }
  }

  /** A new environment, or one that became free while the event waited; else the report of an event that nobody served. */
  async #obtain(asked: EnvironmentSpec): Promise<Environment | InvocationReport> {
    if (this.#isClosed) return unserved(beingClosed);
    if (!this.#rate.allows(asked.functionArn, this.#clock.monotonicMs())) return unserved(throttled);
    const spec = await this.#layers.withOneFolder(asked);
    const recipe = await this.#recipe(spec);
    if (this.#isClosed) return unserved(beingClosed);
    const spare = this.#makeRoom() ? this.#pool.claim(recipe, this.#assignmentOf(recipe, spec)) : undefined;
    this.#growAhead(spec);
    if (spare) return this.#create(spec, recipe, { spare });
    const turn = await this.#starts.enter(spec);
    if (turn.kind !== "start") this.#rate.giveBack(asked.functionArn);
    if (turn.kind === "refused") return unserved(throttled);
    if (turn.kind === "environment") return turn.environment;
    const { booted } = turn;
    if (this.#isClosed) {
      booted();
      return unserved(beingClosed);
    }
    return this.#create(spec, recipe, { booted });
  }

  /** @throws when this host lacks the runtime. */
  async #recipe(spec: EnvironmentSpec): Promise<BootRecipe> {
    let recipe = this.#recipes.get(spec.environmentKey);
    if (!recipe) {
      recipe = await this.#makeRecipe(spec);
      if (this.#recipes.size >= KNOWN_RECIPES_MAX) this.#recipes.clear();
      this.#recipes.set(spec.environmentKey, recipe);
    }
    return recipe;
  }

  async #makeRecipe(settings: BootSettings): Promise<BootRecipe> {
    const { driver, endpoints = [] } = this.options;
    const runtime = await this.catalogue.prepare(settings.runtime, settings.architecture);
    return bootRecipe(runtime, settings, driver.offersListeners ? endpoints : []);
  }

  #create(
    spec: EnvironmentSpec,
    recipe: BootRecipe,
    first: { spare?: RuntimeProcess; booted?: () => void },
    initializationType: InitializationType = "on-demand",
  ): Environment {
    const { driver, grantFor } = this.options;
    let { spare } = first;
    let assignment: SandboxAssignment | undefined;
    const environment = new Environment(
      {
        clock: this.#clock,
        recipe,
        idleMs: this.options.idleMs ?? DEFAULT_IDLE_MS,
        // Without the endpoints there is nothing to use it with.
        ...(grantFor && recipe.endpoints.length > 0 ? { grant: () => grantFor(spec) } : {}),
        start: async ({ avoidsSpares, files: { held } }) => {
          assignment = this.#assignmentOf(recipe, spec);
          // A second attempt is another process: the first may have left anything behind.
          const needsOwn = avoidsSpares || held !== undefined || first.booted !== undefined;
          const claimed = spare ?? (needsOwn ? undefined : this.#pool.claim(recipe, assignment));
          spare = undefined;
          const { booted } = first;
          first.booted = undefined;
          try {
            if (claimed && (await assigned(claimed, assignment))) return claimed;
            const process = await RuntimeProcess.start(driver, recipe, this.#clock, {
              assignment,
              ...(held ? { temporaryFiles: held } : {}),
            });
            void process.booted(BOOT_LIMIT_MS).then(booted);
            return process;
          } catch (error) {
            booted?.();
            throw error;
          }
        },
        onLoaded: (initMs) => this.#compileCaches.consider(spec, recipe, assignment!, initMs),
        onIdle: (idle) => this.#onIdle(idle),
        onRest: (resting, heldMb) => this.#memory.rest(resting, heldMb),
        onGone: (gone) => this.#onGone(gone),
      },
      spec,
      initializationType,
    );
    this.#environments.add(environment);
    this.#memory.run(environment, recipe.runtime.interpreterMemoryMb ?? 0, spec.memoryMb);
    return environment;
  }

  #assignmentOf(recipe: BootRecipe, spec: EnvironmentSpec): SandboxAssignment {
    const compileCacheDirectory = this.#compileCaches.directoryFor(spec);
    const [layersDirectory] = spec.layerDirectories;
    const { interpreterMemoryMb } = recipe.runtime;
    return {
      codeDirectory: spec.codeDirectory,
      memoryMb: spec.memoryMb,
      ...(interpreterMemoryMb === undefined ? {} : { interpreterMemoryMb }),
      ...(layersDirectory === undefined ? {} : { layersDirectory }),
      ...(compileCacheDirectory === undefined ? {} : { compileCacheDirectory }),
    };
  }

  #onIdle(environment: Environment): void {
    const { spec } = environment;
    if (this.#starts.offer(environment, spec)) {
      environment.take();
      return;
    }
    this.#idle.add(environment, environment.state === "reset");
    // What it holds now may be more than what it was taken to need.
    this.#memory.run(environment, environment.peakMb, 0);
    if (this.#memory.isExceeded) this.#makeRoom();
    this.#starts.advance();
  }

  #onGone(environment: Environment): void {
    this.#environments.delete(environment);
    this.#idle.remove(environment);
    this.#memory.remove(environment);
    this.#provisioned.lost(environment);
    if (!this.#isClosed) this.#starts.advance();
  }

  /** Ends idle environments, the longest unused first, and then spares, until another environment has room. */
  #makeRoom(): boolean {
    while (!this.#memory.hasRoom) {
      const oldest = this.#idle.oldest(({ initializationType }) => initializationType === "on-demand");
      if (!oldest) {
        this.#pool.drop();
        return false;
      }
      oldest.retire();
    }
    return true;
  }

  /** A function that runs more than once at a time and had to start another one probably needs the next one soon. */
  #growAhead(spec: EnvironmentSpec): void {
    const { environmentKey } = spec;
    if (this.options.growsAhead === false || this.#ahead.has(environmentKey)) return;
    const isBusy = (environment: Environment) =>
      environment.spec.environmentKey === environmentKey && environment.state === "busy" && !environment.isRetired;
    if (![...this.#environments].some(isBusy)) return;
    this.#ahead.add(environmentKey);
    const start = (attemptsLeft: number) =>
      this.#clock.schedule(AHEAD_AFTER_MS, () => {
        const isWanted = !this.#isClosed && !this.#idle.has(environmentKey);
        // What an event waits for goes first.
        if (isWanted && !this.#starts.isIdle && attemptsLeft > 0) return start(attemptsLeft - 1);
        const started = isWanted && this.#makeRoom() ? this.#startAhead(spec, "on-demand") : Promise.resolve();
        void started.finally(() => this.#ahead.delete(environmentKey));
      });
    start(AHEAD_ATTEMPTS);
  }

  /** @returns an environment that is loaded and waits; undefined when it can't be loaded or the host can't start it. */
  async #startAhead(asked: EnvironmentSpec, type: InitializationType): Promise<Environment | undefined> {
    let environment: Environment | undefined;
    try {
      const spec = await this.#layers.withOneFolder(asked);
      const recipe = await this.#recipe(spec);
      if (this.#isClosed) return undefined;
      environment = this.#create(spec, recipe, {}, type);
      return (await environment.warm()) ? environment : undefined;
    } catch {
      void environment?.close();
      return undefined;
    }
  }

  async #standSpares(): Promise<void> {
    const settings = {
      memoryMb: MEMORY_MB_DEFAULT,
      ephemeralStorageMb: EPHEMERAL_STORAGE_MB_DEFAULT,
      environmentVariables: {},
      network: "none",
    } as const;
    for (const { runtime, architecture, available } of this.catalogue.availability()) {
      // Emulated ones take a second of a processor and 60 MB each, those that a machine happens to have may never be used: they
      // get spares once somebody uses them.
      if (!available || architecture !== HOST_ARCHITECTURE || RUNTIMES[runtime].broughtByHost) continue;
      const recipe = await this.#makeRecipe({ runtime, architecture, ...settings }).catch(() => undefined);
      if (this.#isClosed) return;
      if (recipe) this.#pool.stand(recipe);
    }
  }
}

/** A spare that the function can't be brought to any more is no reason for the invocation to fail. */
async function assigned(spare: RuntimeProcess, assignment: SandboxAssignment): Promise<boolean> {
  try {
    await spare.assign(assignment);
    return !spare.hasEnded;
  } catch {
    spare.kill();
    return false;
  }
}
