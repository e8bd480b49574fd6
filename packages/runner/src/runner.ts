import { type Clock, systemClock } from "./clock.ts";
import { Environment } from "./environment/environment.ts";
import type {
  EnvironmentSpec,
  InvocationReport,
  InvocationRequest,
  InvokeOptions,
  LogLine,
  Runner,
  RunnerStatus,
} from "./runner.port.ts";
import { RuntimeCatalogue } from "./runtimes/runtime-catalogue.ts";
import type { SandboxDriver } from "./sandbox/sandbox.port.ts";

const DEFAULT_IDLE_MS = 5 * 60 * 1000;
/** Account concurrency. @see spec: lambda §3 */
const DEFAULT_MAX_CONCURRENCY = 1000;

/** About 1 GB of idle interpreters. @see facts: sandbox, memory and density */
const DEFAULT_MAX_IDLE = 64;

export interface RunnerOptions {
  driver: SandboxDriver;
  /** Folder for what the runner keeps between starts (the copy of CPython); made when missing. */
  dataDirectory: string;
  /** Folder with `nodejs/` and `python/`; the package's own when omitted. */
  bootstrapDirectory?: string;
  /** How long an idle environment is kept, in ms; 5 minutes when omitted. */
  idleMs?: number;
  /** Invocations at the same time; 1000 when omitted. Beyond it the outcome is `throttled`. */
  maxConcurrency?: number;
  /** Idle environments kept at a time; 64 when omitted. Beyond it the one that has been idle longest is ended. */
  maxIdle?: number;
  clock?: Clock;
}

/** Finds the runtimes of this host and returns a runner; it owns the driver from now on and closes it. */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const catalogue = await RuntimeCatalogue.open(options);
  return new EnvironmentRunner(options, catalogue);
}

class EnvironmentRunner implements Runner {
  #environments = new Set<Environment>();
  #running = 0;
  #closed = false;
  #clock: Clock;

  constructor(
    private readonly options: RunnerOptions,
    private readonly catalogue: RuntimeCatalogue,
  ) {
    this.#clock = options.clock ?? systemClock;
  }

  async invoke(spec: EnvironmentSpec, request: InvocationRequest, { onLog }: InvokeOptions): Promise<InvocationReport> {
    if (this.#closed) return unserved({ kind: "sandboxFault", message: "The server is being shut down." });
    if (this.#running >= (this.options.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY)) {
      return unserved({ kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" });
    }
    this.#running += 1;
    let environment: Environment | undefined;
    let listenerFault: { error: unknown } | undefined;
    try {
      environment = this.#takeIdle(spec.environmentKey) ?? (await this.#create(spec));
      const { logStreamName } = environment;
      const report = await environment.serve(request, (line: LogLine) => {
        try {
          onLog(logStreamName, line);
        } catch (error) {
          // The listener is the caller's; the environment must not suffer from it.
          listenerFault ??= { error };
        }
      });
      if (listenerFault) throw listenerFault.error;
      return report;
    } catch (error) {
      if (listenerFault) throw listenerFault.error;
      // Whatever a function does is an outcome of `serve`; what is thrown is ours or the host's.
      void environment?.close();
      const message = error instanceof Error ? error.message : String(error);
      return { ...unserved({ kind: "sandboxFault", message }), environmentId: environment?.id ?? "" };
    } finally {
      this.#running -= 1;
      this.#endSurplus();
    }
  }

  retire(environmentKeyPrefix: string): void {
    for (const environment of [...this.#environments]) {
      if (environment.spec.environmentKey.startsWith(environmentKeyPrefix)) environment.retire();
    }
  }

  status(): RunnerStatus {
    const { driver } = this.options;
    return {
      driver: driver.name,
      unsafe: driver.name === "unsafe-process",
      isolation: driver.isolation,
      runtimes: this.catalogue.availability(),
      environments: [...this.#environments].flatMap(({ id, spec, state, sinceMs }) =>
        state === "gone" ? [] : [{ id, functionName: spec.functionName, state, sinceMs }],
      ),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#environments].map((environment) => environment.close()));
    await this.options.driver.close();
  }

  /** The one that was used last: its caches are warm, and the others grow old and are ended. */
  #takeIdle(environmentKey: string): Environment | undefined {
    let latest: Environment | undefined;
    for (const environment of this.#environments) {
      if (environment.spec.environmentKey !== environmentKey || !environment.isAvailable) continue;
      if (!latest || environment.lastUsedMs > latest.lastUsedMs) latest = environment;
    }
    latest?.take();
    return latest;
  }

  #endSurplus(): void {
    const idle = [...this.#environments].filter((environment) => environment.isAvailable);
    const surplus = idle.length - (this.options.maxIdle ?? DEFAULT_MAX_IDLE);
    if (surplus <= 0) return;
    idle.sort((a, b) => a.lastUsedMs - b.lastUsedMs);
    for (const environment of idle.slice(0, surplus)) environment.retire();
  }

  async #create(spec: EnvironmentSpec): Promise<Environment> {
    const runtime = await this.catalogue.prepare(spec.runtime, spec.architecture);
    if (this.#closed) throw new Error("The server is being shut down.");
    const environment = new Environment(
      {
        driver: this.options.driver,
        clock: this.#clock,
        runtime,
        idleMs: this.options.idleMs ?? DEFAULT_IDLE_MS,
        onGone: (gone) => this.#environments.delete(gone),
      },
      spec,
    );
    this.#environments.add(environment);
    return environment;
  }
}

/** A report of an invocation that no environment has seen. */
function unserved(outcome: InvocationReport["outcome"]): InvocationReport {
  return {
    outcome,
    environmentId: "",
    logStreamName: "",
    coldStart: false,
    durationMs: 0,
    billedDurationMs: 0,
    maxMemoryUsedMb: 0,
    phases: { invokeUs: 0 },
  };
}
