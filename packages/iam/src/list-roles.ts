import type { Role } from "@lambent/model";
import { afterOf, type IamPage, markerOf, type PageRequest, pageSize } from "./pages.ts";
import type { IamPorts } from "./ports.ts";

export interface ListRoles extends PageRequest {
  /** For instance `/service-role/`; all paths when omitted. */
  pathPrefix?: string;
}

/** Sorted by name. @throws ValidationError */
export async function listRoles({ store, scope }: IamPorts, input: ListRoles = {}): Promise<IamPage<Role>> {
  const { pathPrefix } = input;
  const after = afterOf(input);
  const { items, next } = await store.roles.list(scope, {
    limit: pageSize(input),
    ...(pathPrefix !== undefined && { pathPrefix }),
    ...(after !== undefined && { after }),
  });
  return { items, ...(next !== undefined && { nextMarker: markerOf(next) }) };
}
