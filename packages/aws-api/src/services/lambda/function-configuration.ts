import { createHash } from "node:crypto";
import type {
  FunctionConfiguration as FunctionConfigurationOutput,
  LastUpdateStatusReasonCode,
} from "@aws-sdk/client-lambda";
import type { FunctionConfiguration } from "@lambent/model";
import { timestamp } from "./timestamp.ts";

/** A function or a version as the operations about one show it. */
export function functionConfigurationOutput(configuration: FunctionConfiguration): FunctionConfigurationOutput {
  return {
    ...listedConfiguration(configuration),
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(configuration) },
    State: configuration.state,
    StateReason: configuration.stateReason,
    StateReasonCode: configuration.stateReasonCode,
    // Absent until the function is Active. spec: lambda §12
    ...(configuration.state !== "Pending" && {
      LastUpdateStatus: configuration.lastUpdateStatus,
      LastUpdateStatusReason: configuration.lastUpdateStatusReason,
      // AWS has been seen to send `Creating`, which its own model doesn't list here.
      LastUpdateStatusReasonCode: configuration.lastUpdateStatusReasonCode as LastUpdateStatusReasonCode | undefined,
    }),
  };
}

/** As lists show it: without states and runtime version. @see spec: lambda §1.4 */
export function listedConfiguration(configuration: FunctionConfiguration): FunctionConfigurationOutput {
  const { environmentVariables, layers } = configuration;
  return {
    FunctionName: configuration.functionName,
    FunctionArn: configuration.functionArn,
    Runtime: configuration.runtime,
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: configuration.codeSizeBytes,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMb,
    LastModified: timestamp(configuration.lastModified),
    CodeSha256: configuration.codeSha256,
    Version: configuration.version,
    Environment: Object.keys(environmentVariables).length > 0 ? { Variables: environmentVariables } : undefined,
    Layers:
      layers.length > 0 ? layers.map(({ arn, codeSizeBytes }) => ({ Arn: arn, CodeSize: codeSizeBytes })) : undefined,
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: configuration.revisionId,
    PackageType: configuration.packageType,
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorageMb },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: configuration.logGroupName },
  };
}

/** AWS names each build of a runtime by 64 hexadecimal digits; here they are the runtime's own. */
function runtimeVersionArn({ functionArn, runtime }: FunctionConfiguration): string {
  const region = functionArn.split(":")[3];
  return `arn:aws:lambda:${region}::runtime:${createHash("sha256").update(runtime).digest("hex")}`;
}
