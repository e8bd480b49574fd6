import { createHash } from "node:crypto";
import { type FunctionConfiguration, unqualifiedFunctionArn } from "@lambent/model";
import type { EnvironmentSpec } from "@lambent/runner";
import type { FunctionRecord } from "@lambent/store";

/** What all environment keys of a function start with, whatever their version. */
export function environmentKeyPrefixOfFunction(functionArn: string): string {
  return `${unqualifiedFunctionArn(functionArn)}:`;
}

/** What all environment keys of a function's version start with; the runner retires by it. */
export function environmentKeyPrefix(configuration: Pick<FunctionConfiguration, "functionArn" | "version">): string {
  return `${environmentKeyPrefixOfFunction(configuration.functionArn)}${configuration.version}/`;
}

/**
 * Equal for configurations that behave alike inside: a new description or tag keeps warm environments, everything that
 * code can notice starts new ones.
 */
export function environmentKey(configuration: FunctionConfiguration): string {
  const noticed = [
    configuration.codeSha256,
    configuration.runtime,
    configuration.architecture,
    configuration.handler,
    configuration.memoryMb,
    configuration.timeoutSeconds,
    configuration.ephemeralStorageMb,
    configuration.networkAccess,
    // A layer version's ARN never stands for other files.
    configuration.layers.map(({ arn }) => arn),
    // Code acts as its role.
    configuration.role,
    Object.entries(configuration.environmentVariables).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return environmentKeyPrefix(configuration) + createHash("sha256").update(JSON.stringify(noticed)).digest("base64url");
}

/** @param layerDirectories where the function's layers are unpacked, in their order. */
export function environmentSpec(
  record: FunctionRecord,
  codeDirectory: string,
  layerDirectories: readonly string[],
): EnvironmentSpec {
  return {
    environmentKey: environmentKey(record),
    functionName: record.functionName,
    functionVersion: record.version,
    functionArn: unqualifiedFunctionArn(record.functionArn),
    accountId: record.scope.accountId,
    region: record.scope.region,
    runtime: record.runtime,
    architecture: record.architecture,
    handler: record.handler,
    codeDirectory,
    layerDirectories,
    memoryMb: record.memoryMb,
    timeoutMs: record.timeoutSeconds * 1000,
    ephemeralStorageMb: record.ephemeralStorageMb,
    environmentVariables: record.environmentVariables,
    logGroupName: record.logGroupName,
    roleArn: record.role,
    network: record.networkAccess,
  };
}
