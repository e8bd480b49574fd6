import { type FunctionUrlConfig, ResourceNotFound } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { functionUrlConfigOf, keptQualifier } from "./function-url-config-of.ts";
import type { FunctionUrlOwner } from "./require-url-owner.ts";

/** @throws ResourceNotFound */
export async function getFunctionUrlConfig(ports: Ports, input: FunctionUrlOwner): Promise<FunctionUrlConfig> {
  const { scope, store, functionUrlEndpoint } = ports;
  const found = await store.functionUrls.get(scope, input.functionName, keptQualifier(input.qualifier));
  if (found === null) throw new ResourceNotFound();
  return functionUrlConfigOf(functionUrlEndpoint, found);
}
