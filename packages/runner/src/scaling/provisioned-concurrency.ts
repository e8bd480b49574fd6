import type { Clock } from "../clock.ts";
import type { EnvironmentSpec, ProvisionedStatus } from "../runner.port.ts";

/** One that ended by itself is replaced after so long: a function that dies at once must not keep the host busy. */
const REPLACE_AFTER_MS = 1_000;

export interface ProvisionedConcurrencyOptions<T> {
  clock: Clock;
  /** Undefined when the function can't be loaded, or the host can't start it. */
  start(spec: EnvironmentSpec): Promise<T | undefined>;
  end(environment: T): void;
}

interface Provision<T> {
  spec: EnvironmentSpec;
  requested: number;
  allocated: Set<T>;
  hasFailed: boolean;
  filling: boolean;
}

/** Keeps environments initialised ahead of events, as many as were asked for. @see spec: lambda §5.2 */
export class ProvisionedConcurrency<T> {
  readonly #byKey = new Map<string, Provision<T>>();
  #isClosed = false;

  constructor(private readonly options: ProvisionedConcurrencyOptions<T>) {}

  request(spec: EnvironmentSpec, count: number): void {
    const { environmentKey } = spec;
    const known = this.#byKey.get(environmentKey);
    const provision = known ?? { spec, requested: 0, allocated: new Set<T>(), hasFailed: false, filling: false };
    provision.requested = count;
    provision.hasFailed = false;
    for (const surplus of [...provision.allocated].slice(count)) {
      provision.allocated.delete(surplus);
      this.options.end(surplus);
    }
    if (count === 0) this.#byKey.delete(environmentKey);
    else {
      this.#byKey.set(environmentKey, provision);
      void this.#fill(provision);
    }
  }

  statusOf(environmentKey: string): ProvisionedStatus | undefined {
    const provision = this.#byKey.get(environmentKey);
    if (!provision) return undefined;
    const { requested, allocated, hasFailed } = provision;
    const isComplete = allocated.size >= requested;
    return {
      requested,
      allocated: allocated.size,
      status: isComplete ? "READY" : hasFailed ? "FAILED" : "IN_PROGRESS",
      ...(hasFailed && !isComplete ? { statusReason: "FUNCTION_ERROR_INIT_FAILURE" } : {}),
    };
  }

  /** Forgets what was asked for under these keys; the environments themselves are the caller's to end. */
  withdraw(environmentKeyPrefix: string): void {
    for (const [key, provision] of this.#byKey) {
      if (!key.startsWith(environmentKeyPrefix)) continue;
      provision.requested = 0;
      this.#byKey.delete(key);
    }
  }

  lost(environment: T): void {
    for (const provision of this.#byKey.values()) {
      if (!provision.allocated.delete(environment) || this.#isClosed) continue;
      this.options.clock.schedule(REPLACE_AFTER_MS, () => void this.#fill(provision));
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  async #fill(provision: Provision<T>): Promise<void> {
    if (provision.filling) return;
    provision.filling = true;
    while (!this.#isClosed && !provision.hasFailed && provision.allocated.size < provision.requested) {
      const environment = await this.options.start(provision.spec);
      if (!environment) provision.hasFailed = provision.requested > 0;
      // Fewer may be wanted by now.
      else if (provision.allocated.size < provision.requested) provision.allocated.add(environment);
      else this.options.end(environment);
    }
    provision.filling = false;
  }
}
