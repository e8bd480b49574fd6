import type {
  AliasConfiguration,
  FunctionState,
  LastUpdateStatus,
  RecursiveLoop,
  ResourcePolicyStatement,
  RuntimeManagementConfiguration,
  Scope,
} from "@lambent/model";
import type { FunctionRecord } from "./store.ts";

/** A published version: its record's ARN is qualified, and it has no tags and no reserved concurrency of its own. */
export interface PublishedVersion {
  record: FunctionRecord;
  /** What was given to `publish`: tells whether the function has changed since. */
  sourceSha256: string;
}

export interface PublishRequest {
  /** The revision of `$LATEST` that is published. */
  expectedRevisionId: string;
  /** That of `$LATEST` when absent. */
  description?: string | undefined;
  sourceSha256: string;
}

/** The only thing about a version that changes; null removes. */
export interface VersionStatePatch {
  state: FunctionState;
  stateReason: string | null;
  lastUpdateStatus: LastUpdateStatus | null;
}

export interface VersionRepository {
  /**
   * Keeps what `$LATEST` is now under the next number, Pending, and gives `$LATEST` a new revision, in one transaction.
   * @throws RevisionMismatch, FunctionNotFound
   */
  publish(
    scope: Scope,
    functionName: string,
    request: PublishRequest,
  ): Promise<{ version: FunctionRecord; latest: FunctionRecord }>;
  get(scope: Scope, functionName: string, version: string): Promise<FunctionRecord | null>;
  /** The version with the highest number that was ever given; null when it is gone, or there never was one. */
  lastPublished(scope: Scope, functionName: string): Promise<PublishedVersion | null>;
  /** By number, those above `after`. */
  list(scope: Scope, functionName: string, page: { after?: number; limit: number }): Promise<FunctionRecord[]>;
  /** Sets a version's state, and a new revision. @returns null when there is no such version. */
  setState(
    scope: Scope,
    functionName: string,
    version: string,
    patch: VersionStatePatch,
  ): Promise<FunctionRecord | null>;
  /**
   * Removes one version with what belongs to it; its number isn't given again.
   * @returns false when there was none.
   * @throws ResourceConflict when aliases refer to it; FunctionNotFound.
   */
  delete(scope: Scope, functionName: string, version: string): Promise<boolean>;
  /** Versions of all scopes that a crash may have left Pending. */
  listUnfinished(): Promise<FunctionRecord[]>;
}

/** An alias as kept. */
export type AliasRecord = Omit<AliasConfiguration, "aliasArn">;

/** What an update may change; absent members stay, `routingConfig: null` removes. */
export interface AliasPatch {
  functionVersion?: string | undefined;
  description?: string | undefined;
  routingConfig?: AliasConfiguration["routingConfig"] | null;
}

export interface AliasRepository {
  /** @throws FunctionNotFound (the function, or a version that the alias points to), AliasAlreadyExists */
  create(scope: Scope, functionName: string, alias: Omit<AliasRecord, "revisionId">): Promise<AliasRecord>;
  get(scope: Scope, functionName: string, name: string): Promise<AliasRecord | null>;
  /**
   * Changes an alias and gives it a new revision.
   * @throws AliasNotFound, RevisionMismatch, FunctionNotFound (a version that the alias is to point to)
   */
  update(
    scope: Scope,
    functionName: string,
    name: string,
    guard: { expectedRevisionId?: string | undefined },
    patch: AliasPatch,
  ): Promise<AliasRecord>;
  /** Removes an alias with what belongs to it. @returns false when there was none. */
  delete(scope: Scope, functionName: string, name: string): Promise<boolean>;
  /** By name, those after `after`. */
  list(
    scope: Scope,
    functionName: string,
    query: { functionVersion?: string | undefined; after?: string | undefined; limit: number },
  ): Promise<AliasRecord[]>;
}

/** Qualifiers are `$LATEST` (the unqualified function), a version's digits or an alias. */
export interface ResourcePolicyRepository {
  /**
   * A policy's statements, none when there is no policy, and the revision of what it belongs to.
   * @throws FunctionNotFound, AliasNotFound
   */
  get(
    scope: Scope,
    functionName: string,
    qualifier: string,
  ): Promise<{ statements: ResourcePolicyStatement[]; revisionId: string }>;
  /**
   * Replaces a policy's statements by what `change` makes of them, and gives the function, version or alias a new revision.
   * @throws FunctionNotFound, AliasNotFound, RevisionMismatch, and whatever `change` throws; nothing is written then.
   */
  change(
    scope: Scope,
    functionName: string,
    qualifier: string,
    guard: { expectedRevisionId?: string | undefined },
    change: (statements: ResourcePolicyStatement[]) => readonly ResourcePolicyStatement[],
  ): Promise<void>;
}

export interface ProvisionedConcurrencyRecord {
  functionName: string;
  /** A version's digits or an alias. */
  qualifier: string;
  concurrentExecutions: number;
  /** ISO 8601, UTC. */
  lastModified: string;
}

export interface ProvisionedConcurrencyRepository {
  /** @throws FunctionNotFound */
  put(
    scope: Scope,
    functionName: string,
    qualifier: string,
    concurrentExecutions: number,
  ): Promise<ProvisionedConcurrencyRecord>;
  /** Those of one function, or of all; sorted by function and qualifier. */
  list(scope: Scope, functionName?: string): Promise<ProvisionedConcurrencyRecord[]>;
  /** @returns false when there was none. */
  delete(scope: Scope, functionName: string, qualifier: string): Promise<boolean>;
}

/** Settings beside a function's configuration: they have no revision. */
export interface FunctionSettingsRepository {
  /** @throws FunctionNotFound */
  recursiveLoop(scope: Scope, functionName: string): Promise<RecursiveLoop>;
  /** @throws FunctionNotFound */
  setRecursiveLoop(scope: Scope, functionName: string, recursiveLoop: RecursiveLoop): Promise<void>;
  /** @param version `$LATEST` or digits. @throws FunctionNotFound */
  runtimeManagement(scope: Scope, functionName: string, version: string): Promise<RuntimeManagementConfiguration>;
  /** @throws FunctionNotFound */
  setRuntimeManagement(
    scope: Scope,
    functionName: string,
    version: string,
    configuration: RuntimeManagementConfiguration,
  ): Promise<void>;
}
