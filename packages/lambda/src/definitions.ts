import {
  type FunctionConfiguration,
  FunctionNotFound,
  functionArn,
  LATEST,
  type ResourcePolicyDocument,
  resourcePolicy,
  type Scope,
} from "@lambent/model";
import type { EnvironmentSpec } from "@lambent/runner";
import type { AliasRecord, Store } from "@lambent/store";
import { environmentSpec } from "./environment-spec.ts";

/** What an invocation needs to know of a function's version. */
export interface Definition {
  configuration: FunctionConfiguration;
  environment: EnvironmentSpec;
  /** The function's, which a published version has none of. */
  tags: Readonly<Record<string, string>>;
}

/** Keeps definitions in memory, so that a warm invocation waits for no database. */
export interface Definitions {
  /** At once when it is in memory. @param version `$LATEST` (when omitted) or digits. @throws FunctionNotFound */
  get(functionName: string, version?: string): Definition | Promise<Definition>;
  /** Where an alias leads. @throws FunctionNotFound when there is none */
  alias(functionName: string, name: string): AliasRecord | Promise<AliasRecord>;
  /**
   * Who may use a function, a version or an alias; without statements when nothing is permitted.
   * @throws FunctionNotFound, AliasNotFound
   */
  policy(functionName: string, qualifier?: string): Promise<ResourcePolicyDocument>;
  /** To be called after each write that concerns the function, its versions, its aliases or their policies. */
  invalidate(functionName: string): void;
}

/** Above it the function that was entered first is dropped: memory stays bounded however many there are. */
const CACHED_DEFINITIONS_MAX = 10_000;

type Cached = Definition | AliasRecord | ResourcePolicyDocument;

export function createDefinitions(store: Store, scope: Scope): Definitions {
  // Promises are kept until they are fulfilled: many callers at once read the database once, and a load that began before a
  // write is thrown away with its promise, so what it read can't come back afterwards.
  const loading = new Map<string, Map<string, Cached | Promise<Cached>>>();
  let cached = 0;

  async function load(functionName: string, version: string): Promise<Definition> {
    const record =
      version === LATEST
        ? await store.functions.require(scope, functionName)
        : await store.versions.get(scope, functionName, version);
    if (record === null) throw new FunctionNotFound(functionArn(scope, functionName, version));
    return {
      configuration: record,
      tags: "tags" in record ? record.tags : {},
      environment: environmentSpec(
        record,
        store.codePackages.directory(record.codeSha256),
        record.layers.map(({ codeSha256 }) => store.codePackages.directory(codeSha256)),
      ),
    };
  }

  async function loadAlias(functionName: string, name: string): Promise<AliasRecord> {
    const alias = await store.aliases.get(scope, functionName, name);
    if (alias === null) throw new FunctionNotFound(functionArn(scope, functionName, name));
    return alias;
  }

  async function loadPolicy(functionName: string, qualifier: string): Promise<ResourcePolicyDocument> {
    return resourcePolicy((await store.resourcePolicies.get(scope, functionName, qualifier)).statements);
  }

  function drop(functionName: string): void {
    cached -= loading.get(functionName)?.size ?? 0;
    loading.delete(functionName);
  }

  /** @param name versions and aliases of a function never have the same; a policy's has a colon, which theirs can't have. */
  function remembered<Value extends Cached>(
    functionName: string,
    qualifier: string,
    read: (functionName: string, qualifier: string) => Promise<Value>,
    name = qualifier,
  ): Value | Promise<Value> {
    const known = loading.get(functionName)?.get(name);
    if (known !== undefined) return known as Value | Promise<Value>;
    const reading = read(functionName, qualifier);
    if (cached >= CACHED_DEFINITIONS_MAX) drop(loading.keys().next().value as string);
    const ofFunction = loading.get(functionName) ?? new Map<string, Cached | Promise<Cached>>();
    loading.set(functionName, ofFunction.set(name, reading));
    cached++;
    const isWanted = () => loading.get(functionName) === ofFunction && ofFunction.get(name) === reading;
    reading.then(
      (value) => {
        if (isWanted()) ofFunction.set(name, value);
      },
      () => {
        if (!isWanted()) return;
        ofFunction.delete(name);
        cached--;
        if (ofFunction.size === 0) loading.delete(functionName);
      },
    );
    return reading;
  }

  return {
    get: (functionName, version = LATEST) => remembered(functionName, version, load),
    alias: (functionName, name) => remembered(functionName, name, loadAlias),
    policy: async (functionName, qualifier = LATEST) =>
      remembered(functionName, qualifier, loadPolicy, `policy:${qualifier}`),
    invalidate: drop,
  };
}
