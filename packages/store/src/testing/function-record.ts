import { randomUUID } from "node:crypto";
import { functionArn, logGroupName, roleArn, type Scope } from "@lambent/model";
import type { FunctionRecord } from "../index.ts";

export const SCOPE: Scope = { accountId: "123456789012", region: "us-east-1" };

/** A complete record; what a test is about is given, the rest is ordinary. */
export function functionRecord(given: Partial<FunctionRecord> = {}): FunctionRecord {
  const scope = given.scope ?? SCOPE;
  const functionName = given.functionName ?? "hello";
  const roleName = given.roleName ?? `${functionName}-role-abcdefgh`;
  return {
    scope,
    functionName,
    functionArn: functionArn(scope, functionName),
    version: "$LATEST",
    runtime: "nodejs22.x",
    handler: "index.handler",
    architecture: "x86_64",
    packageType: "Zip",
    role: roleArn(scope, roleName),
    roleName,
    roleManaged: true,
    description: "",
    memoryMb: 128,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    environmentVariables: {},
    networkAccess: "none",
    layers: [],
    codeSha256: Buffer.alloc(32, 1).toString("base64"),
    codeSizeBytes: 100,
    logGroupName: logGroupName(functionName),
    lastModified: "2026-11-23T10:00:00.000Z",
    revisionId: randomUUID(),
    state: "Active",
    lastUpdateStatus: "Successful",
    tags: {},
    ...given,
  };
}
