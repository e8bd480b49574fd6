import type { Role } from "@lambent/model";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity */
export function getRole({ store, scope }: IamPorts, { roleName }: { roleName: string }): Promise<Role> {
  return store.roles.require(scope, roleName);
}
