import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Caller } from "@lambent/access";
import { DEFAULT_TRUST_POLICY, type PolicyStatement, type Scope } from "@lambent/model";
import { openStore, type Store } from "@lambent/store";
import { onTestFinished } from "vitest";
import { createRole } from "./create-role.ts";
import { createIamPorts, type IamPorts } from "./ports.ts";

export const SCOPE: Scope = { accountId: "123456789012", region: "us-east-1" };
export const LAMBDA_TRUST = JSON.stringify(DEFAULT_TRUST_POLICY);
export const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

export interface TestIam {
  ports: IamPorts;
  store: Store;
  directory: string;
  /** Moves the clock. */
  pass(seconds: number): void;
}

/** The use cases over a real store in a folder of its own, at a time that stands still. */
export async function openIam(given: { directory?: string } = {}): Promise<TestIam> {
  const directory = given.directory ?? (await mkdtemp(join(tmpdir(), "lambent-iam-")));
  const store = await openStore({ directory });
  onTestFinished(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
  let now = Date.parse("2026-11-26T08:00:00.250Z");
  const ports = createIamPorts({ scope: SCOPE, store, clock: { now: () => new Date(now) } });
  return {
    ports,
    store,
    directory,
    pass(seconds) {
      now += seconds * 1000;
    },
  };
}

export function user(name: string, ...policy: PolicyStatement[]): Caller {
  return { principalArn: `arn:aws:iam::${SCOPE.accountId}:user/${name}`, name, policy };
}

export function document(...statements: Partial<PolicyStatement>[]): string {
  const Statement = statements.map((one) => ({ Effect: "Allow", ...one }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** A trust policy that names users of the account. */
export function trusting(...names: string[]): string {
  const AWS = names.map((name) => `arn:aws:iam::${SCOPE.accountId}:user/${name}`);
  return document({ Principal: { AWS }, Action: ["sts:AssumeRole", "sts:TagSession"] });
}

export function makeRole(ports: IamPorts, roleName = "worker", assumeRolePolicyDocument = LAMBDA_TRUST) {
  return createRole(ports, { roleName, assumeRolePolicyDocument });
}
