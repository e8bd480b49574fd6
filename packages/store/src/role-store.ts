import type { ManagedPolicy, Role, Scope } from "@lambent/model";
import type { Page, PageRequest } from "./store.ts";

/** The marker is the name of the last role of the page before. */
export interface RoleListQuery extends PageRequest {
  /** For instance `/service-role/`. */
  pathPrefix?: string;
}

/** Roles belong to the account; the Region of a scope plays no part. */
export interface RoleRepository {
  /** @throws EntityAlreadyExists when the name is taken, in whatever case */
  create(scope: Scope, role: Role): Promise<Role>;
  get(scope: Scope, roleName: string): Promise<Role | null>;
  /** @throws NoSuchEntity */
  require(scope: Scope, roleName: string): Promise<Role>;
  /**
   * Replaces a role by what `change` makes of it, with no other change in between; what `change` throws undoes all.
   * Name, ARN and path stay.
   * @throws NoSuchEntity also for a policy that is to be attached and isn't there
   */
  change(scope: Scope, roleName: string, change: (role: Role) => Role): Promise<Role>;
  /**
   * @param mayGo throws when the role has to stay.
   * @returns false when there was none.
   */
  delete(scope: Scope, roleName: string, mayGo?: (role: Role) => void): Promise<boolean>;
  /** Sorted by name. */
  list(scope: Scope, query: RoleListQuery): Promise<Page<Role>>;
  /** Names of the roles that a managed policy is attached to. */
  attachedTo(scope: Scope, policyArn: string): Promise<string[]>;
  /** Another number after each change of a role or a policy, whoever made it; for copies kept in memory. */
  readonly generation: number;
}

/** The account's own policies, and AWS's, which every account sees and nobody can change. */
export interface ManagedPolicyRepository {
  /** @throws EntityAlreadyExists when the name is taken, in whatever case and path */
  create(scope: Scope, policy: ManagedPolicy): Promise<ManagedPolicy>;
  get(scope: Scope, arn: string): Promise<ManagedPolicy | null>;
  /** @throws NoSuchEntity */
  require(scope: Scope, arn: string): Promise<ManagedPolicy>;
  /** As {@link RoleRepository.change}; AWS's policies aren't found. @throws NoSuchEntity */
  change(scope: Scope, arn: string, change: (policy: ManagedPolicy) => ManagedPolicy): Promise<ManagedPolicy>;
  /** @param mayGo throws when the policy has to stay. @throws NoSuchEntity */
  delete(scope: Scope, arn: string, mayGo: (policy: ManagedPolicy, attachmentCount: number) => void): Promise<void>;
  /** AWS's, the account's own (`Local`), or both, sorted by name. */
  list(scope: Scope, origin: "All" | "AWS" | "Local"): Promise<ManagedPolicy[]>;
  /** How many roles each policy is attached to, by ARN; without those that none has. */
  attachmentCounts(scope: Scope): Promise<ReadonlyMap<string, number>>;
}
