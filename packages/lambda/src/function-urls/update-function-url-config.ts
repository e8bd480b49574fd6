import { type FunctionUrlConfig, ResourceNotFound } from "@lambent/model";
import type { Ports } from "../ports.ts";
import type { CreateFunctionUrlConfig } from "./create-function-url-config.ts";
import { functionUrlConfigOf, keptCors, keptQualifier } from "./function-url-config-of.ts";
import type { FunctionUrlOwner } from "./require-url-owner.ts";

/** What is absent stays as it is; `cors` is replaced as a whole, and taken away when it is empty. */
export type UpdateFunctionUrlConfig = FunctionUrlOwner &
  Partial<Pick<CreateFunctionUrlConfig, "authType" | "cors" | "invokeMode">>;

/** The URL stays the same. @throws ResourceNotFound */
export async function updateFunctionUrlConfig(
  ports: Ports,
  { functionName, qualifier, cors, ...rest }: UpdateFunctionUrlConfig,
): Promise<FunctionUrlConfig> {
  const { scope, store, functionUrlEndpoint, knownFunctionUrls } = ports;
  const patch = { ...rest, ...(cors !== undefined && { cors: keptCors(cors) }) };
  const updated = await store.functionUrls.update(scope, functionName, keptQualifier(qualifier), patch);
  if (updated === null) throw new ResourceNotFound();
  knownFunctionUrls.invalidate(scope, functionName);
  return functionUrlConfigOf(functionUrlEndpoint, updated);
}
