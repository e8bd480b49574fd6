import type {
  Architecture,
  CodeChange,
  CodeFile,
  Draft,
  EventInvokeConfig,
  FunctionConfiguration,
  FunctionLayer,
  FunctionListQuery,
  FunctionSummary,
  FunctionUrlAuthType,
  FunctionUrlCors,
  FunctionUrlInvokeMode,
  LayerVersion,
  LayerVersionPermission,
  Role,
  SavedTestEvent,
  Scope,
} from "@lambent/model";
import type { EventQueue } from "./event-queue.port.ts";
import type { ManagedPolicyRepository, RoleRepository } from "./role-store.ts";
import type {
  AliasRepository,
  FunctionSettingsRepository,
  ProvisionedConcurrencyRepository,
  ResourcePolicyRepository,
  VersionRepository,
} from "./version-store.ts";

/** All that is remembered of functions. Every write is on disk before its promise settles. */
export interface Store {
  readonly functions: FunctionRepository;
  readonly codePackages: CodePackageStore;
  readonly drafts: DraftRepository;
  readonly testEvents: TestEventRepository;
  readonly roles: RoleRepository;
  readonly layers: LayerRepository;
  readonly functionUrls: FunctionUrlRepository;
  readonly versions: VersionRepository;
  readonly aliases: AliasRepository;
  readonly resourcePolicies: ResourcePolicyRepository;
  readonly provisionedConcurrency: ProvisionedConcurrencyRepository;
  readonly functionSettings: FunctionSettingsRepository;
  readonly eventInvokeConfigs: EventInvokeConfigRepository;
  readonly queuedEvents: EventQueue;
  readonly managedPolicies: ManagedPolicyRepository;
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** A function as kept: what callers may see, and what belongs to it. */
export interface FunctionRecord extends FunctionConfiguration {
  scope: Scope;
  layers: FunctionLayerRecord[];
  tags: Record<string, string>;
  roleName: string;
  /** The role was made for this function and goes with it. */
  roleManaged: boolean;
  /** Absent when the function shares the account's unreserved concurrency. Changed by `reserveConcurrency` alone. */
  reservedConcurrentExecutions?: number;
}

/** Enough to run with a layer after its version was deleted. */
export interface FunctionLayerRecord extends FunctionLayer {
  codeSha256: string;
  unzippedBytes: number;
}

/** What an update may change; absent members stay. A new revisionId and lastModified are set unless given. */
export type FunctionPatch = Partial<
  Omit<
    FunctionRecord,
    | "scope"
    | "functionName"
    | "functionArn"
    | "version"
    | "packageType"
    | "stateReason"
    | "reservedConcurrentExecutions"
  >
> & {
  /** null removes it. */
  stateReason?: string | null;
};

export interface FunctionRepository {
  /**
   * @param role when given, is made in the same transaction.
   * @throws FunctionAlreadyExists
   */
  create(record: FunctionRecord, role?: Role): Promise<FunctionRecord>;
  get(scope: Scope, functionName: string): Promise<FunctionRecord | null>;
  /** @throws FunctionNotFound */
  require(scope: Scope, functionName: string): Promise<FunctionRecord>;
  /**
   * Changes a function in one conditional write.
   * @throws RevisionMismatch when `expectedRevisionId` is given and another one is stored; FunctionNotFound.
   */
  update(
    scope: Scope,
    functionName: string,
    guard: { expectedRevisionId?: string },
    patch: FunctionPatch,
  ): Promise<FunctionRecord>;
  /**
   * Removes the function with all that belongs to it: versions, aliases, policies, provisioned concurrency, tags, draft, test
   * events and managed role. @returns false when there is none.
   */
  delete(scope: Scope, functionName: string): Promise<boolean>;
  list(scope: Scope, query: FunctionListQuery): Promise<{ items: FunctionSummary[]; total: number }>;
  /**
   * Records in the order of their names, `$LATEST` alone or with all versions after it, from the one after `after` on; the
   * versions of a name are in the order of their numbers.
   */
  listRecords(
    scope: Scope,
    query: { allVersions: boolean; after?: { functionName: string; version: string } | undefined; limit: number },
  ): Promise<FunctionRecord[]>;
  count(scope: Scope): Promise<number>;
  /** Of all functions with their versions, and of all layer versions, each counted on its own. */
  codeSizeBytes(scope: Scope): Promise<number>;
  /** Tag keys in use with their values, both sorted; at most {@link TAG_VALUES_MAX} values a key. */
  tagKeys(scope: Scope): Promise<{ key: string; values: string[] }[]>;
  /**
   * Sets a function's reserved concurrency; null gives it back. Revision and time stay: on AWS it is no part of the
   * configuration.
   * @returns false when there is no such function.
   */
  reserveConcurrency(scope: Scope, functionName: string, concurrentExecutions: number | null): Promise<boolean>;
  /** All functions with reserved concurrency. */
  listReservations(scope: Scope): Promise<ConcurrencyReservation[]>;
  /** Functions of all scopes that a crash may have left Pending or InProgress. */
  listUnfinished(): Promise<FunctionRecord[]>;
}

export interface ConcurrencyReservation {
  functionName: string;
  reservedConcurrentExecutions: number;
}

/** Enough for any list of suggestions; a key with more values is searched by typing. */
export const TAG_VALUES_MAX = 500;

export interface StoredCode {
  /** base64 of the zip's SHA-256. */
  codeSha256: string;
  codeSizeBytes: number;
  unzippedBytes: number;
}

/** Deployment packages, kept by the SHA-256 of their zip and unpacked once, read-only. */
export interface CodePackageStore {
  /**
   * Checks, unpacks and keeps an uploaded package; the same bytes a second time cost nothing.
   * @throws InvalidZipFile, ZippedCodeTooLarge, UnzippedCodeTooLarge
   */
  put(zipBytes: Uint8Array): Promise<StoredCode>;
  /** Makes a package of texts, the same bytes whenever it is made. */
  putFiles(files: readonly { path: string; text: string }[]): Promise<StoredCode>;
  /**
   * Makes a new package of an old one and changes, applied in order. Untouched files keep their bytes and modes.
   * `delete` and `rename` take a file or a whole folder.
   * @throws CodePackageNotFound, CodeFileNotFound, InvalidParameterValue, UnzippedCodeTooLarge, ZippedCodeTooLarge
   */
  edit(baseCodeSha256: string, changes: readonly CodeChange[]): Promise<StoredCode>;
  /** Host path of the unpacked files: world-readable, writable by nobody. @throws CodePackageNotFound */
  directory(codeSha256: string): string;
  /** The zip as it was uploaded or made. @throws CodePackageNotFound */
  read(codeSha256: string): Promise<Uint8Array>;
  /** Sorted by path. @throws CodePackageNotFound */
  files(codeSha256: string): Promise<CodeFile[]>;
  /** @throws CodePackageNotFound, CodeFileNotFound */
  readFile(codeSha256: string, path: string): Promise<Uint8Array>;
  /**
   * Deletes packages that no function or version (by its code or its layers), no layer version, no draft and none of `keep`
   * refers to and that are older than `minimumAgeMs`
   * (an hour by default, so that a package whose function is about to be written stays).
   * @returns the codeSha256 of those that went.
   */
  releaseUnused(keep?: readonly string[], options?: { minimumAgeMs?: number }): Promise<string[]>;
}

export interface DraftRepository {
  get(scope: Scope, functionName: string): Promise<Draft | null>;
  /** Replaces the function's draft. @throws FunctionNotFound */
  save(scope: Scope, functionName: string, draft: Pick<Draft, "baseCodeSha256" | "changes">): Promise<Draft>;
  /** @returns false when there was none. */
  discard(scope: Scope, functionName: string): Promise<boolean>;
}

export interface TestEventRepository {
  /** Sorted by name, ignoring case. */
  list(scope: Scope, functionName: string): Promise<SavedTestEvent[]>;
  /**
   * Makes or replaces an event; with `renameFrom` the event of that name becomes this one.
   * @throws FunctionNotFound, TestEventNotFound, TestEventLimitExceeded, InvalidParameterValue when the new name is taken
   */
  save(
    scope: Scope,
    functionName: string,
    event: Pick<SavedTestEvent, "name" | "eventJson">,
    options?: { renameFrom?: string },
  ): Promise<SavedTestEvent>;
  /** @throws TestEventNotFound */
  delete(scope: Scope, functionName: string, name: string): Promise<void>;
}

/** Seals texts with the key of the installation, so that they can be given away and come back unread and unchanged. */
export interface Sealer {
  /** @param place what the text is for; it opens for that alone. */
  seal(place: string, text: string): Uint8Array;
  /** @returns null when it was not sealed here, was sealed for something else, or was changed. */
  unseal(place: string, sealed: Uint8Array): string | null;
}

/** One page of a list; `nextMarker` asks for what follows, and is absent at the end. */
export interface Page<Item> {
  items: Item[];
  nextMarker?: string;
}

export interface PageRequest {
  /** `nextMarker` of the page before. */
  marker?: string;
  maxItems: number;
}

/** A layer version as kept. */
export interface LayerVersionRecord extends LayerVersion {
  scope: Scope;
  layerName: string;
  unzippedBytes: number;
  permissions: LayerVersionPermission[];
  /** Absent while nothing is permitted. */
  policyRevisionId?: string;
}

/** What a publisher decides; number, ARNs and time are the store's. */
export type NewLayerVersion = Pick<
  LayerVersion,
  "description" | "compatibleRuntimes" | "compatibleArchitectures" | "licenseInfo"
> & { code: StoredCode };

/** Both have to be among those that a layer version says it is for. */
export interface LayerFilter {
  compatibleRuntime?: string;
  compatibleArchitecture?: Architecture;
}

export interface LayerRepository {
  /** Makes the layer with its first version. */
  publish(scope: Scope, layerName: string, version: NewLayerVersion): Promise<LayerVersionRecord>;
  getVersion(scope: Scope, layerName: string, version: number): Promise<LayerVersionRecord | null>;
  /** The number doesn't come back. @returns false when there was none. */
  deleteVersion(scope: Scope, layerName: string, version: number): Promise<boolean>;
  /** The newest matching version of each layer that has one, by name. */
  list(scope: Scope, filter: LayerFilter, page: PageRequest): Promise<Page<LayerVersionRecord>>;
  /** Newest first; empty when there is no such layer. @throws InvalidParameterValue when the marker is none of this list's. */
  listVersions(
    scope: Scope,
    layerName: string,
    filter: LayerFilter,
    page: PageRequest,
  ): Promise<Page<LayerVersionRecord>>;
  /**
   * Replaces a version's permissions by what `change` makes of them; nobody else changes them meanwhile, and what it throws
   * leaves them as they were. The policy gets a new revision, and none when nothing is permitted any more.
   * @returns null when there is no such version.
   */
  changePermissions(
    scope: Scope,
    layerName: string,
    version: number,
    change: (before: LayerVersionRecord) => LayerVersionPermission[],
  ): Promise<LayerVersionRecord | null>;
}

/** A function URL as kept; goes with its function, stays when its alias goes. */
export interface FunctionUrlRecord {
  urlId: string;
  scope: Scope;
  functionName: string;
  /** `$LATEST`, or an alias. */
  qualifier: string;
  authType: FunctionUrlAuthType;
  cors?: FunctionUrlCors;
  invokeMode: FunctionUrlInvokeMode;
  creationTime: string;
  lastModifiedTime: string;
}

/** Absent members stay; `cors: null` takes the settings away. */
export type FunctionUrlPatch = Partial<Pick<FunctionUrlRecord, "authType" | "invokeMode">> & {
  cors?: FunctionUrlCors | null;
};

export interface FunctionUrlRepository {
  /** @returns null when this function and qualifier have a URL already. @throws FunctionNotFound */
  create(record: FunctionUrlRecord): Promise<FunctionUrlRecord | null>;
  get(scope: Scope, functionName: string, qualifier: string): Promise<FunctionUrlRecord | null>;
  /** Of all scopes: an id is given once. */
  byUrlId(urlId: string): Promise<FunctionUrlRecord | null>;
  /** @returns null when there is none. */
  update(
    scope: Scope,
    functionName: string,
    qualifier: string,
    patch: FunctionUrlPatch,
  ): Promise<FunctionUrlRecord | null>;
  /** @returns false when there was none. */
  delete(scope: Scope, functionName: string, qualifier: string): Promise<boolean>;
  /** The function's own first, then those of its aliases by name. */
  list(scope: Scope, functionName: string, page: PageRequest): Promise<Page<FunctionUrlRecord>>;
}

export interface StoredEventInvokeConfig extends EventInvokeConfig {
  /** `$LATEST`, a version's number or an alias. */
  qualifier: string;
  /** ISO 8601 with milliseconds, UTC. */
  lastModified: string;
}

/** They go with their function. */
export interface EventInvokeConfigRepository {
  /** Makes or replaces one. @throws FunctionNotFound */
  put(
    scope: Scope,
    functionName: string,
    qualifier: string,
    config: EventInvokeConfig,
  ): Promise<StoredEventInvokeConfig>;
  /** Changes what is given. @returns null when there is none. */
  update(
    scope: Scope,
    functionName: string,
    qualifier: string,
    patch: Partial<EventInvokeConfig>,
  ): Promise<StoredEventInvokeConfig | null>;
  /** @returns false when there was none. */
  delete(scope: Scope, functionName: string, qualifier: string): Promise<boolean>;
  /** All of a function, sorted by qualifier. */
  list(scope: Scope, functionName: string): Promise<StoredEventInvokeConfig[]>;
}

export interface Clock {
  now(): Date;
}

export interface StoreOptions {
  /** Made when missing; holds `lambent.db`, `events.db`, `encryption.key` and `code/`. */
  directory: string;
  /** Folder of the SQL migrations; found beside the sources unless given. A bundle has to give it. */
  migrationsDirectory?: string;
  clock?: Clock;
  /** base64 of 32 bytes; a key file in the directory is used (and made) when omitted. */
  encryptionKey?: string;
}
