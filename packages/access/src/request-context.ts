/** Facts about a request by condition key, for instance `aws:SourceArn`. Keys are the same whatever their case. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A context as conditions and policy variables read it. */
export class ContextValues {
  /** Told of each key, in lower case, that is asked for and isn't there. */
  onUnknownKey: ((key: string) => void) | undefined;
  #read: Values | undefined;

  /** @param contextsOf later ones win; not called before a key is asked for, as most policies ask for none. */
  constructor(private readonly contextsOf: () => readonly RequestContext[]) {}

  /** Undefined when the request has no such key. */
  values(key: string): readonly string[] | undefined {
    const name = this.#find(key);
    return name === undefined ? undefined : this.#values.byName.get(name);
  }

  /** Variables stand for keys of one value alone. */
  single(key: string): string | undefined {
    const name = this.#find(key);
    return name !== undefined && this.#values.single.has(name) ? this.#values.byName.get(name)?.[0] : undefined;
  }

  get #values(): Values {
    this.#read ??= read(this.contextsOf());
    return this.#read;
  }

  #find(key: string): string | undefined {
    const name = nameOf(key);
    if (this.#values.byName.has(name)) return name;
    const folded = key.toLowerCase();
    const found = this.#values.names.get(folded);
    if (found === undefined) this.onUnknownKey?.(folded);
    return found;
  }
}

interface Values {
  byName: Map<string, readonly string[]>;
  /** Names under which values are kept, by lower-case key. */
  names: Map<string, string>;
  /** Those that hold one value rather than a list of perhaps one. */
  single: Set<string>;
}

function read(contexts: readonly RequestContext[]): Values {
  const values: Values = { byName: new Map(), names: new Map(), single: new Set() };
  for (const [key, value] of contexts.flatMap((context) => Object.entries(context))) {
    if (value === undefined) continue;
    const name = nameOf(key);
    values.names.set(key.toLowerCase(), name);
    values.byName.set(name, typeof value === "string" ? [value] : value);
    if (typeof value === "string") values.single.add(name);
    else values.single.delete(name);
  }
  return values;
}

/**
 * A tag's key keeps its case: of the tags `team` and `Team` a policy that says `aws:ResourceTag/team` means the first, lest the
 * second pass for it.
 */
function nameOf(key: string): string {
  const slash = key.indexOf("/");
  return slash === -1 ? key.toLowerCase() : key.slice(0, slash).toLowerCase() + key.slice(slash);
}
