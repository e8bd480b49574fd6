import {
  ANONYMOUS_CALLER,
  type Caller,
  explainAccessOnDemand,
  type RequestContext,
  resourceTagKeys,
} from "@lambent/access";
import { getCallerIdentity } from "@lambent/iam";
import { type FunctionUrlSigner, functionTagsOf, type Ports } from "@lambent/lambda";
import { AliasNotFound, FunctionNotFound, functionArn, type IamAction, LATEST } from "@lambent/model";
import { type OwnHosts, originProblem } from "../endpoint/origin-guard.ts";
import type { RequestHead } from "../http-message.ts";
import type { SignatureParameters } from "../signature/signature-parameters.ts";
import type { SignatureVerifier } from "../signature/verify-signature.ts";
import type { FunctionUrlRecord } from "./function-urls.ts";

/** Signing name of function URLs, as of all of Lambda. */
const SIGNING_NAME = "lambda";

/** Whether policies let this caller through the URL. Both actions are asked for, as AWS does since October 2025. @see spec: lambda §10.7 */
export async function mayInvoke(
  ports: Ports,
  { functionName, qualifier, authType }: FunctionUrlRecord,
  caller: Caller,
  context: RequestContext,
): Promise<boolean> {
  const { definitions, scope } = ports;
  const resourcePolicy = await definitions.policy(functionName, qualifier).catch((error: unknown) => {
    // The URL outlives its alias, and lets nobody in any more.
    if (error instanceof AliasNotFound || error instanceof FunctionNotFound) return null;
    throw error;
  });
  if (resourcePolicy === null) return false;
  const arn = functionArn(scope, functionName, qualifier === LATEST ? undefined : qualifier);
  const isAllowed = async (action: IamAction, key: string, value: string) => {
    const facts = { context: { ...context, [key]: value }, resourcePolicy };
    const tags = async () => resourceTagKeys(await functionTagsOf(ports, arn));
    return (await explainAccessOnDemand(caller, action, arn, facts, tags)).decision.allowed;
  };
  return (
    (await isAllowed("lambda:InvokeFunctionUrl", "lambda:FunctionUrlAuthType", authType)) &&
    (await isAllowed("lambda:InvokeFunction", "lambda:InvokedViaFunctionUrl", "true"))
  );
}

export const mayAnybodyInvoke = (ports: Ports, record: FunctionUrlRecord, context: RequestContext): Promise<boolean> =>
  mayInvoke(ports, record, ANONYMOUS_CALLER, context);

export interface SignedRequest {
  head: RequestHead;
  signature: SignatureParameters;
  body: Uint8Array;
  /** What policies may ask of it. */
  context: RequestContext;
}

export interface Admitted {
  signer: FunctionUrlSigner;
  /** Without the frames of a chunked upload. */
  body: Uint8Array;
}

/** Lets in whoever has signed for Lambda in the URL's Region and may use it; null for all others, who are told no more. */
export async function admitSigner(
  ports: Ports,
  record: FunctionUrlRecord,
  { head, signature, body, context }: SignedRequest,
  { verifier, hosts }: { verifier: SignatureVerifier; hosts: OwnHosts },
): Promise<Admitted | null> {
  const { service, region } = signature.scope;
  if (service !== SIGNING_NAME || region !== record.scope.region) return null;
  const verified = await verifier.verify(head, signature, body);
  if ("problem" in verified || originProblem(head, verified.key, hosts) !== null) return null;
  const { caller, accountId, accessKeyId } = verified.key;
  if (!(await mayInvoke(ports, record, caller, context))) return null;
  const { userId, arn } = getCallerIdentity({ caller });
  return {
    signer: { accessKey: accessKeyId, accountId, callerId: userId, userArn: arn, userId },
    body: verified.body,
  };
}
