/** Facts about a request by condition key, for instance `aws:SourceArn`. Keys are the same whatever their case. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A context as conditions and policy variables read it. */
export class ContextValues {
  /** Told of each key, in lower case, that is asked for and isn't there. */
  onUnknownKey: ((key: string) => void) | undefined;
  readonly #values = new Map<string, readonly string[]>();
  /** Names under which values are kept, by lower-case key. */
  readonly #names = new Map<string, string>();
  /** Those that hold one value rather than a list of perhaps one. */
  readonly #single = new Set<string>();
  #contextsOf: (() => readonly RequestContext[]) | undefined;

  /** @param contextsOf later ones win; not called before a key is asked for, as most policies ask for none. */
  constructor(contextsOf: () => readonly RequestContext[]) {
    this.#contextsOf = contextsOf;
  }

  #read(contexts: readonly RequestContext[]): void {
    for (const [key, value] of contexts.flatMap((context) => Object.entries(context))) {
      if (value === undefined) continue;
      const name = nameOf(key);
      this.#names.set(key.toLowerCase(), name);
      this.#values.set(name, typeof value === "string" ? [value] : value);
      if (typeof value === "string") this.#single.add(name);
      else this.#single.delete(name);
    }
  }

  /** Undefined when the request has no such key. */
  values(key: string): readonly string[] | undefined {
    const name = this.#find(key);
    return name === undefined ? undefined : this.#values.get(name);
  }

  /** Variables stand for keys of one value alone. */
  single(key: string): string | undefined {
    const name = this.#find(key);
    return name !== undefined && this.#single.has(name) ? this.#values.get(name)?.[0] : undefined;
  }

  #find(key: string): string | undefined {
    if (this.#contextsOf) this.#read(this.#contextsOf());
    this.#contextsOf = undefined;
    const name = nameOf(key);
    if (this.#values.has(name)) return name;
    const folded = key.toLowerCase();
    const found = this.#names.get(folded);
    if (found === undefined) this.onUnknownKey?.(folded);
    return found;
  }
}

/**
 * A tag's key keeps its case: of the tags `team` and `Team` a policy that says `aws:ResourceTag/team` means the first, lest the
 * second pass for it.
 */
function nameOf(key: string): string {
  const slash = key.indexOf("/");
  return slash === -1 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}
