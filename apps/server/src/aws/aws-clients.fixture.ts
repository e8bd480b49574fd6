import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { DEFAULT_TRUST_POLICY, iamUniqueId, type Role } from "@lambent/model";
import yazl from "yazl";
import type { RunningServer } from "../startup/start-server.ts";

const ROLE_NAME = "lambda-role";
const ACCOUNT_ID = "000000000000";

/** ARN of the role that {@link makeRole} makes. */
export const roleIn = (accountId: string) => `arn:aws:iam::${accountId}:role/${ROLE_NAME}`;

/** A role that Lambda can assume, so that functions can be made in the account. */
export async function makeRole({ ports }: Pick<RunningServer, "ports">, accountId = ACCOUNT_ID): Promise<void> {
  const role: Role = {
    roleName: ROLE_NAME,
    arn: roleIn(accountId),
    roleId: iamUniqueId("AROA", Math.random),
    path: "/",
    description: "",
    createdAt: new Date().toISOString(),
    maxSessionDurationSeconds: 3600,
    tags: {},
    managed: false,
    trustPolicy: JSON.stringify(DEFAULT_TRUST_POLICY),
    inlinePolicies: {},
    attachedPolicyArns: [],
  };
  await ports.store.roles.create({ accountId, region: "us-east-1" }, role);
}

interface ClientOptions {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  region?: string;
}

function settings(endpoint: string, options: ClientOptions) {
  const { accessKeyId = "test", secretAccessKey = "test", sessionToken, region = "us-east-1" } = options;
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey, sessionToken }, maxAttempts: 1 };
}

/** The official client, without retries: an answer is to be seen as it is. */
export const lambdaClient = (endpoint: string, options: ClientOptions = {}) =>
  new LambdaClient(settings(endpoint, options));

export const iamClient = (endpoint: string, options: ClientOptions = {}) => new IAMClient(settings(endpoint, options));
export const stsClient = (endpoint: string, options: ClientOptions = {}) => new STSClient(settings(endpoint, options));

/** Credentials of a session of a role, taken on by an administrator of the account. */
export async function sessionOf(
  endpoint: string,
  RoleArn: string | undefined,
  { Policy, accountId }: { Policy?: string; accountId?: string } = {},
) {
  const sts = stsClient(endpoint, { accessKeyId: accountId });
  const assumed = sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "ana", Policy }));
  const { Credentials } = await assumed.finally(() => sts.destroy());
  return {
    accessKeyId: Credentials?.AccessKeyId as string,
    secretAccessKey: Credentials?.SecretAccessKey as string,
    sessionToken: Credentials?.SessionToken as string,
    expiration: Credentials?.Expiration as Date,
  };
}

export async function zipOf(files: Record<string, string>): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Input of CreateFunction for a function of one file. */
export async function functionInput(functionName: string, source: string) {
  return {
    FunctionName: functionName,
    Role: roleIn(ACCOUNT_ID),
    Runtime: "nodejs20.x" as const,
    Handler: "index.handler",
    Code: { ZipFile: await zipOf({ "index.mjs": source }) },
  };
}

export const ECHO = "export const handler = async (event) => event;";

/** How a call was refused; an error when it wasn't. */
export async function refusal(sent: Promise<unknown>): Promise<{ name: string; message: string; status: number }> {
  try {
    await sent;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    return { name, message, status: $metadata.httpStatusCode };
  }
  throw new Error("It was accepted.");
}

/** A trust policy for whom the element names. */
export function trust(Principal: object): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  });
}

/** A policy of Allow statements. */
export function allow(...statements: { Action: string | string[]; Resource: string; Condition?: object }[]): string {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
