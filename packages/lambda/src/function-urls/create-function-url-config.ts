import {
  DEFAULT_FUNCTION_URL_INVOKE_MODE,
  FunctionNotFound,
  type FunctionUrlAuthType,
  type FunctionUrlConfig,
  type FunctionUrlCors,
  type FunctionUrlInvokeMode,
  functionArn,
  ResourceConflict,
  ResourceNotFound,
} from "@lambent/model";
import type { Ports } from "../ports.ts";
import { functionUrlConfigOf, keptCors, keptQualifier } from "./function-url-config-of.ts";
import { newFunctionUrlId } from "./function-url-id.ts";
import { type FunctionUrlOwner, requireUrlOwner } from "./require-url-owner.ts";

export interface CreateFunctionUrlConfig extends FunctionUrlOwner {
  authType: FunctionUrlAuthType;
  cors?: FunctionUrlCors;
  /** `BUFFERED` when omitted. */
  invokeMode?: FunctionUrlInvokeMode;
}

/**
 * Gives a function or an alias an address of its own. Who may use it, the function's resource policy says.
 * @throws ResourceNotFound, ResourceConflict when there is one already.
 */
export async function createFunctionUrlConfig(
  ports: Ports,
  input: CreateFunctionUrlConfig,
): Promise<FunctionUrlConfig> {
  const { scope, store, clock, ids } = ports;
  const { functionName, qualifier, authType, cors = {}, invokeMode = DEFAULT_FUNCTION_URL_INVOKE_MODE } = input;
  await requireUrlOwner(ports, input);
  const kept = keptCors(cors);
  const now = clock.now().toISOString();
  const created = await store.functionUrls
    .create({
      urlId: newFunctionUrlId(ids),
      scope,
      functionName,
      qualifier: keptQualifier(qualifier),
      authType,
      ...(kept !== null && { cors: kept }),
      invokeMode,
      creationTime: now,
      lastModifiedTime: now,
    })
    .catch((error: unknown) => {
      // Deleted since it was looked at.
      throw error instanceof FunctionNotFound ? new ResourceNotFound("Function does not exist") : error;
    });
  if (created === null) {
    const arn = functionArn(scope, functionName, qualifier);
    throw new ResourceConflict(
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  }
  ports.knownFunctionUrls.invalidate(scope, functionName);
  return functionUrlConfigOf(ports.functionUrlEndpoint, created);
}
