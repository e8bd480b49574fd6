import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { functionArn, logGroupName, roleArn, type Scope } from "@lambent/model";
import { onTestFinished } from "vitest";
import { removeTree } from "../code/remove-tree.ts";
import { type FunctionRecord, openStore, type Store, type StoreOptions } from "../index.ts";

export const SCOPE: Scope = { accountId: "123456789012", region: "us-east-1" };
export const CODE_SHA256 = Buffer.alloc(32, 1).toString("base64");

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lambent store #1 %41 "));
  onTestFinished(() => removeTree(folder));
  return folder;
}

export async function temporaryStore(options: Partial<StoreOptions> = {}): Promise<Store & { directory: string }> {
  const directory = options.directory ?? (await temporaryFolder());
  const store = await openStore({ ...options, directory });
  onTestFinished(() => store.close());
  return { ...store, directory };
}

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
    codeSha256: CODE_SHA256,
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
