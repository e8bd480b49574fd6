import { FunctionDoesNotExist, type FunctionEventInvokeConfig } from "@lambent/model";
import { functionEventInvokeConfig } from "./function-event-invoke-config.ts";
import type { Ports } from "./ports.ts";

/** As many as AWS gives at once. */
const PAGE_MAX = 50;

export interface ListFunctionEventInvokeConfigs {
  functionName: string;
  /** `nextMarker` of the page before. */
  marker?: string;
  /** 1 to 50, which it is when omitted. */
  maxItems?: number;
}

export interface FunctionEventInvokeConfigPage {
  functionEventInvokeConfigs: FunctionEventInvokeConfig[];
  /** Absent on the last page. */
  nextMarker?: string;
}

/** The configurations of all qualifiers of a function, sorted by qualifier. @throws FunctionDoesNotExist */
export async function listFunctionEventInvokeConfigs(
  ports: Ports,
  { functionName, marker = "", maxItems = PAGE_MAX }: ListFunctionEventInvokeConfigs,
): Promise<FunctionEventInvokeConfigPage> {
  if ((await ports.store.functions.get(ports.scope, functionName)) === null) throw new FunctionDoesNotExist();
  const all = await ports.eventInvokeConfigs.get(functionName);
  const rest = [...all.values()].filter(({ qualifier }) => qualifier > marker);
  const page = rest.slice(0, Math.min(maxItems, PAGE_MAX));
  const last = page.at(-1);
  return {
    functionEventInvokeConfigs: page.map((stored) => functionEventInvokeConfig(ports, functionName, stored)),
    ...(last !== undefined && page.length < rest.length && { nextMarker: last.qualifier }),
  };
}
