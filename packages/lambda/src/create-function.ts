import {
  type Architecture,
  CREATING_REASON,
  DEFAULT_NETWORK_ACCESS,
  EPHEMERAL_STORAGE_MB_DEFAULT,
  FunctionAlreadyExists,
  type FunctionConfiguration,
  functionArn,
  logGroupName,
  MEMORY_MB_DEFAULT,
  RUNTIMES,
  type RuntimeId,
  starterFiles,
  TIMEOUT_SECONDS_DEFAULT,
} from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { finishInBackground } from "./finish-update.ts";
import { functionLayers, requireCombinedSize } from "./layers/function-layers.ts";
import { newManagedRole } from "./managed-role.ts";
import type { Ports } from "./ports.ts";
import { publishLatest } from "./publish-latest.ts";
import { requireLambdaRole } from "./require-lambda-role.ts";
import { requireRuntime } from "./runtime-availability.ts";

export interface CreateFunction {
  functionName: string;
  runtime: RuntimeId;
  architecture: Architecture;
  /** ARN of an execution role that is there; one is made for the function when omitted. */
  role?: string;
  description?: string;
  tags?: Record<string, string>;
  /** The runtime's own when omitted. */
  handler?: string;
  memoryMb?: number;
  timeoutSeconds?: number;
  ephemeralStorageMb?: number;
  environmentVariables?: Record<string, string>;
  /** A deployment package; starter code when omitted. */
  zip?: Uint8Array;
  /** ARNs of at most five layer versions, in the order in which they are laid over each other. */
  layers?: readonly string[];
  /** Publishes version 1 as well; then that is the answer. */
  publish?: boolean;
}

/**
 * Makes a function with the given execution role, or with one of its own that may write its log and nothing else. It is
 * answered while it is Pending, as AWS does; who doesn't poll waits for `functionSettled`.
 * All is written before it can be seen: a crash on the way leaves at most a package that a later start removes.
 * @throws FunctionAlreadyExists, RuntimeUnavailable, InvalidZipFile and the other refusals of a package; InvalidParameterValue
 *   for a role that Lambda can't assume; InvalidParameterValue and AccessDenied for layers.
 */
export async function createFunction(ports: Ports, input: CreateFunction): Promise<FunctionConfiguration> {
  const { scope, store, definitions, updateLocks } = ports;
  const { functionName, runtime, architecture } = input;
  const arn = functionArn(scope, functionName);
  requireRuntime(ports, runtime, architecture);
  return updateLocks.hold(arn, async () => {
    // Asked before the package is unpacked; the insert below decides.
    if ((await store.functions.get(scope, functionName)) !== null) throw new FunctionAlreadyExists(functionName);
    const given =
      input.role === undefined ? undefined : await requireLambdaRole(ports, { role: input.role, functionName });
    const layers = await functionLayers(ports, input.layers ?? []);
    const code =
      input.zip === undefined
        ? await store.codePackages.putFiles(starterFiles(runtime))
        : await store.codePackages.put(input.zip);
    requireCombinedSize(code.unzippedBytes, layers);
    const role = given ?? newManagedRole(ports, functionName);
    const record = await store.functions.create(
      {
        scope,
        functionName,
        functionArn: arn,
        version: "$LATEST",
        runtime,
        architecture,
        handler: input.handler ?? RUNTIMES[runtime].defaultHandler,
        packageType: "Zip",
        role: role.arn,
        roleName: role.roleName,
        roleManaged: role.managed,
        description: input.description ?? "",
        memoryMb: input.memoryMb ?? MEMORY_MB_DEFAULT,
        timeoutSeconds: input.timeoutSeconds ?? TIMEOUT_SECONDS_DEFAULT,
        ephemeralStorageMb: input.ephemeralStorageMb ?? EPHEMERAL_STORAGE_MB_DEFAULT,
        environmentVariables: input.environmentVariables ?? {},
        networkAccess: DEFAULT_NETWORK_ACCESS,
        layers,
        tags: input.tags ?? {},
        codeSha256: code.codeSha256,
        codeSizeBytes: code.codeSizeBytes,
        logGroupName: logGroupName(functionName),
        lastModified: ports.clock.now().toISOString(),
        revisionId: ports.ids.uuid(),
        state: "Pending",
        stateReason: CREATING_REASON,
      },
      given === undefined ? role : undefined,
    );
    definitions.invalidate(functionName);
    const published = input.publish === true ? (await publishLatest(ports, record)).record : undefined;
    finishInBackground(ports, {
      functionName,
      latest: true,
      ...(published !== undefined && { version: published.version }),
    });
    // Of a version too, AWS answers the unqualified ARN here. @see spec: lambda §1.4
    return configurationOf(published ?? record, arn);
  });
}
