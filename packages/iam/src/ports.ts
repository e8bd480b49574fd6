import type { Scope } from "@lambent/model";
import type { Store } from "@lambent/store";
import { RolePolicies } from "./role-policies.ts";

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** As `Math.random`: in [0, 1). */
  random(): number;
}

/** What every use case takes as its first argument. */
export interface IamPorts {
  /** Roles and policies belong to the account; the Region plays no part. */
  scope: Scope;
  store: Pick<Store, "roles" | "managedPolicies" | "sealer">;
  clock: Clock;
  ids: Ids;
  rolePolicies: RolePolicies;
}

/** Puts the ports together; clock and ids are the real ones unless told. A request of another account takes them with its own scope. */
export function createIamPorts(
  given: Pick<IamPorts, "scope" | "store"> & Partial<Pick<IamPorts, "clock" | "ids">>,
): IamPorts {
  return {
    clock: { now: () => new Date() },
    ids: { random: () => Math.random() },
    rolePolicies: new RolePolicies(given.store),
    ...given,
  };
}
