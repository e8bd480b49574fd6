/** Facts about a request by condition key, for instance `aws:SourceArn`. Keys are the same whatever their case. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A context as conditions and policy variables read it. */
export class ContextValues {
  readonly #values = new Map<string, readonly string[]>();
  /** Keys that hold one value rather than a list of perhaps one. */
  readonly #single = new Set<string>();

  /** @param contexts later ones win. */
  constructor(...contexts: readonly RequestContext[]) {
    for (const [key, value] of contexts.flatMap((context) => Object.entries(context))) {
      if (value === undefined) continue;
      const folded = key.toLowerCase();
      this.#values.set(folded, typeof value === "string" ? [value] : value);
      if (typeof value === "string") this.#single.add(folded);
      else this.#single.delete(folded);
    }
  }

  /** Undefined when the request has no such key. */
  values(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }

  /** Variables stand for keys of one value alone. */
  single(key: string): string | undefined {
    return this.#single.has(key.toLowerCase()) ? this.values(key)?.[0] : undefined;
  }
}
