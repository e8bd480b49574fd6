/** What the runner has to know of an environment that waits. */
interface Idle {
  readonly spec: { readonly environmentKey: string };
}

/** Environments that wait for an event: the one that was used last is used next, the one used first goes first. */
export class IdleEnvironments<T extends Idle> {
  readonly #byKey = new Map<string, T[]>();
  /** Oldest first. */
  readonly #all = new Set<T>();

  get size(): number {
    return this.#all.size;
  }

  has(environmentKey: string): boolean {
    return this.#byKey.has(environmentKey);
  }

  /** @param last behind the others of its kind: it has to be initialised again before it can serve. */
  add(environment: T, last = false): void {
    const alike = this.#byKey.get(environment.spec.environmentKey);
    if (!alike) this.#byKey.set(environment.spec.environmentKey, [environment]);
    else if (last) alike.unshift(environment);
    else alike.push(environment);
    this.#all.add(environment);
  }

  /** The one whose caches are warmest; the others grow old and are ended. */
  take(environmentKey: string): T | undefined {
    const environment = this.#byKey.get(environmentKey)?.at(-1);
    if (environment) this.remove(environment);
    return environment;
  }

  remove(environment: T): void {
    if (!this.#all.delete(environment)) return;
    const alike = this.#byKey.get(environment.spec.environmentKey)!;
    // Nearly always the last one.
    alike.splice(alike.lastIndexOf(environment), 1);
    if (alike.length === 0) this.#byKey.delete(environment.spec.environmentKey);
  }

  /** The one that has waited longest and may go. */
  oldest(mayGo: (environment: T) => boolean): T | undefined {
    for (const environment of this.#all) if (mayGo(environment)) return environment;
    return undefined;
  }
}
