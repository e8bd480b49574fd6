import type { NamedPolicy, PolicyDocument, Role, Scope } from "@lambent/model";
import type { Store } from "@lambent/store";

/** A role with all that its policies say, read for judging. */
export interface RoleWithPolicies {
  role: Role;
  policies: readonly NamedPolicy[];
}

/** More roles than that are in use at once on no single machine. */
const KEPT_MAX = 1000;

/**
 * Roles in use, kept in memory: a request that is signed with a session's credentials waits for no database. Any change of
 * roles or policies forgets them all.
 */
export class RolePolicies {
  readonly #store: Pick<Store, "roles" | "managedPolicies">;
  readonly #kept = new Map<string, RoleWithPolicies | null>();
  #generation = -1;

  constructor(store: Pick<Store, "roles" | "managedPolicies">) {
    this.#store = store;
  }

  /** @returns null when there is no such role. */
  async get(scope: Scope, roleName: string): Promise<RoleWithPolicies | null> {
    const { generation } = this.#store.roles;
    if (generation !== this.#generation || this.#kept.size >= KEPT_MAX) {
      this.#kept.clear();
      this.#generation = generation;
    }
    const key = `${scope.accountId}/${roleName}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const read = await this.#read(scope, roleName);
    // What was read while something changed may be old already.
    if (generation === this.#store.roles.generation && generation === this.#generation) this.#kept.set(key, read);
    return read;
  }

  async #read(scope: Scope, roleName: string): Promise<RoleWithPolicies | null> {
    const role = await this.#store.roles.get(scope, roleName);
    if (role === null) return null;
    const inline = Object.entries(role.inlinePolicies).map(([name, text]) => ({ name, document: JSON.parse(text) }));
    const attached = await this.managed(scope, role.attachedPolicyArns);
    return { role, policies: [...inline, ...attached] };
  }

  /** The default versions of managed policies; those that are gone are left out. */
  async managed(scope: Scope, arns: readonly string[]): Promise<NamedPolicy[]> {
    const policies = await Promise.all(arns.map((arn) => this.#store.managedPolicies.get(scope, arn)));
    return policies.flatMap((policy) => {
      const text = policy?.versions.find(({ versionId }) => versionId === policy.defaultVersionId)?.document;
      return policy == null || text === undefined
        ? []
        : [{ name: policy.arn, document: JSON.parse(text) as PolicyDocument }];
    });
  }
}
