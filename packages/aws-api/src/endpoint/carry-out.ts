import { type Scope, validationErrorMessage } from "@lambent/model";
import { AwsFault, type FaultDetails } from "../aws-fault.ts";
import { type Answer, headerOf, percentDecoded, type RequestHead } from "../http-message.ts";
import type { Call } from "../operation.ts";
import { missingMembers } from "../protocol/required-members.ts";
import type { Route, ServerProtocol } from "../protocol/server-protocol.ts";
import type { Download, ServedService } from "../service.ts";
import { presignedUrl } from "../signature/presign.ts";
import type { SignatureParameters } from "../signature/signature-parameters.ts";
import type { VerifiedRequest } from "../signature/verify-signature.ts";
import { authoriseOperation, authoriseResources, scopeOfResource } from "./authorise-operation.ts";
import { faultOf } from "./fault-of.ts";

/** A service that is served, and how it speaks. */
export interface Endpoint {
  // biome-ignore lint/suspicious/noExplicitAny: services of different ports stand side by side
  served: ServedService<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  protocol: ServerProtocol<any>;
}

export interface AcceptedRequest {
  endpoint: Endpoint;
  head: RequestHead;
  signature: SignatureParameters;
  verified: VerifiedRequest;
  /** Null when the head names no operation, or the body has to be asked. */
  routed: Route<unknown> | null;
  requestId: string;
  /** Address that the request comes from. */
  sourceIp: string | undefined;
  nowMs: number;
  onInternalError: (where: string, error: unknown) => void;
}

/**
 * A request whose sender is known, in AWS's order of judgement: is there such an operation, can its input be read, are the
 * members' values allowed, may the caller do it; existence and state are the use case's.
 */
export async function carryOut(request: AcceptedRequest): Promise<Answer> {
  const { endpoint, head, verified, requestId } = request;
  const { served, protocol } = endpoint;
  const call = callOf(request);
  const download = requestedDownload(served, head);
  let where = download === null ? `${head.method} ${head.path}` : "download";
  try {
    if (download !== null) return await fetchDownload(served, download, call);
    const route = request.routed ?? (protocol.routesByHead ? null : protocol.route(head, verified.body));
    if (route === null) throw new AwsFault(protocol.unknownOperation(head));
    const { operation } = route;
    where = operation.name;
    if (operation.offer === undefined) throw new AwsFault(notOfferedFault(served.service.name, operation.name));
    const { validate, run } = operation.offer;
    const input = protocol.readInput(route, head, verified.body);
    const refused = missingMembers(operation.schema[4], input);
    if (validate !== undefined) refused.push(...validate(input));
    if (refused.length > 0) throw validationFault(refused);
    const scope = await authoriseOperation(served, operation.offer, input, call);
    const found = served.portsOf(scope);
    const ports = found instanceof Promise ? await found : found;
    const output = await run(ports, input, { ...call, scope });
    return protocol.writeOutput(operation, (output ?? {}) as Record<string, unknown>, requestId);
  } catch (error) {
    const { details, isInternal } = faultOf(error, served.service);
    if (isInternal) request.onInternalError(where, error);
    return protocol.writeFault(details, requestId);
  }
}

function callOf({ endpoint, head, signature, verified, requestId, sourceIp, nowMs }: AcceptedRequest): Call {
  const { key } = verified;
  const scope: Scope = { accountId: key.accountId, region: signature.scope.region };
  const { signingName } = endpoint.served.service;
  const traceId = headerOf(head, "x-amzn-trace-id");
  const host = headerOf(head, "host") ?? "";
  return {
    scope,
    caller: key.caller,
    context: {
      "aws:RequestedRegion": scope.region,
      "aws:SecureTransport": "false",
      "aws:SourceIp": sourceIp,
      "aws:UserAgent": headerOf(head, "user-agent"),
    },
    requestId,
    ...(traceId !== undefined && { traceId }),
    presign: (path, expiresSeconds) =>
      presignedUrl({ key, host, path, region: scope.region, service: signingName, nowMs, expiresSeconds }),
  };
}

interface RequestedDownload {
  // biome-ignore lint/suspicious/noExplicitAny: see Endpoint
  download: Download<any>;
  segments: string[];
}

/** Which of the service's downloads a request is for, and what follows its prefix; null for everything else. */
function requestedDownload({ service }: Endpoint["served"], { method, path }: RequestHead): RequestedDownload | null {
  if (method !== "GET") return null;
  const [, prefix, ...segments] = path.split("/");
  const download = service.downloads?.find((candidate) => candidate.prefix === prefix);
  return download === undefined ? null : { download, segments: segments.map(percentDecoded) };
}

async function fetchDownload(
  served: Endpoint["served"],
  { download, segments }: RequestedDownload,
  call: Call,
): Promise<Answer> {
  const { action, resource, run } = download;
  const arn = resource(segments, call.scope);
  await authoriseResources(served, action, [arn], call);
  const scope = scopeOfResource(call.scope, arn);
  return run(await served.portsOf(scope), segments, { ...call, scope });
}

export function validationFault(constraints: readonly string[]): AwsFault {
  return new AwsFault({ status: 400, type: "ValidationException", message: validationErrorMessage(constraints) });
}

function notOfferedFault(service: string, operation: string): FaultDetails {
  return {
    status: 501,
    type: "NotImplementedException",
    message: `${service}'s operation ${operation} is not offered here yet.`,
  };
}
