import type { FunctionUrlConfig } from "@lambent/model";
import type { Page } from "@lambent/store";
import { pageSize } from "../pages.ts";
import type { Ports } from "../ports.ts";
import { functionUrlConfigOf } from "./function-url-config-of.ts";
import { requireUrlOwner } from "./require-url-owner.ts";

export interface ListFunctionUrlConfigs {
  functionName: string;
  /** `nextMarker` of the page before. */
  marker?: string;
  /** 1 to 50; 50 when omitted. */
  maxItems?: number;
}

/** The URLs of a function and its aliases, the function's own first. @throws ResourceNotFound */
export async function listFunctionUrlConfigs(
  ports: Ports,
  { functionName, marker, maxItems }: ListFunctionUrlConfigs,
): Promise<Page<FunctionUrlConfig>> {
  await requireUrlOwner(ports, { functionName });
  const page = { marker, maxItems: pageSize({ maxItems }) };
  const { items, ...rest } = await ports.store.functionUrls.list(ports.scope, functionName, page);
  return { items: items.map((record) => functionUrlConfigOf(ports.functionUrlEndpoint, record)), ...rest };
}
