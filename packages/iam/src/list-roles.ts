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
  const marker = afterOf(input);
  const { items, nextMarker } = await store.roles.list(scope, {
    maxItems: pageSize(input),
    ...(pathPrefix !== undefined && { pathPrefix }),
    ...(marker !== undefined && { marker }),
  });
  return { items, ...(nextMarker !== undefined && { nextMarker: markerOf(nextMarker) }) };
}
