import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  BAD_GATEWAY,
  FORBIDDEN,
  type FunctionUrlRequestContext,
  type FunctionUrlSigner,
  type HttpResponse,
  httpEvent,
  invoke,
  lineageOf,
  outcomeResponse,
  type Ports,
  preflightResponse,
  REQUEST_TOO_LARGE,
  recursionRefused,
  UNKNOWN_URL,
} from "@lambent/lambda";
import {
  FunctionNotFound,
  functionArn,
  LATEST,
  PayloadTooLarge,
  RecursiveInvocation,
  ResourceConflict,
  SYNC_PAYLOAD_LIMIT_BYTES,
} from "@lambent/model";
import type { OwnHosts } from "../endpoint/origin-guard.ts";
import { readBody } from "../endpoint/read-body.ts";
import { headerOf, type RequestHead } from "../http-message.ts";
import { readSignature } from "../signature/signature-parameters.ts";
import type { SignatureVerifier } from "../signature/verify-signature.ts";
import { admitSigner, mayAnybodyInvoke } from "./admission.ts";
import type { FunctionUrlAddress } from "./function-url-address.ts";
import type { FunctionUrlRecord, FunctionUrls } from "./function-urls.ts";
import { StreamedAnswer } from "./streamed-answer.ts";
import { corsHeaders, UrlAnswer } from "./url-answer.ts";

/** What AWS and its SDKs send; the part that names the trace is kept. */
const TRACE_ROOT = /(?:^|;)\s*(Root=1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/;

export interface FunctionUrlCall {
  request: IncomingMessage;
  response: ServerResponse;
  head: RequestHead;
  address: FunctionUrlAddress;
  requestId: string;
}

export interface FunctionUrlServing {
  functionUrls: FunctionUrls;
  verifier: SignatureVerifier;
  hosts: OwnHosts;
  /** Epoch milliseconds. */
  now: () => number;
  /** Told of faults that are ours. */
  onInternalError: (where: string, error: unknown) => void;
}

/** A request with its body, from somebody who may call the URL. */
interface Accepted {
  body: Uint8Array;
  signer?: FunctionUrlSigner;
}

/** Answers one request to a function URL, whatever becomes of it. */
export async function serveFunctionUrl(serving: FunctionUrlServing, call: FunctionUrlCall): Promise<void> {
  const { request, response, head, address, requestId } = call;
  const receivedMs = serving.now();
  const record = await serving.functionUrls.known.find(address.urlId);
  const isKnown = record !== null && (address.region ?? record.scope.region) === record.scope.region;
  const traceId = traceIdOf(head, serving.now());
  const cors = isKnown ? record.cors : undefined;
  const preflight = preflightResponse(cors, { method: head.method, headers: corsHeaders(request) });
  const answer = new UrlAnswer(request, response, {
    requestId,
    traceId,
    byPath: address.byPath,
    // What a preflight says of CORS is complete.
    cors: preflight === null ? cors : undefined,
  });
  if (!isKnown) return answer.send(UNKNOWN_URL);
  try {
    const ports = await serving.functionUrls.portsOf(record.scope);
    response.once("close", () => countRequest(ports, record, response.statusCode, serving.now() - receivedMs));
    if (preflight !== null) return answer.send(preflight);
    await answerFromFunction(serving, ports, call, record, traceId, answer);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) serving.onInternalError(`the function URL of ${record.functionName}`, error);
    if (response.headersSent) response.destroy();
    else answer.send(refusal ?? BAD_GATEWAY);
  }
}

/** All that reach the URL, preflights and refused ones among them. @see https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html */
function countRequest(
  { telemetry }: Ports,
  { scope, functionName }: FunctionUrlRecord,
  statusCode: number,
  latencyMs: number,
): void {
  telemetry.metrics.countUrlRequest(functionArn(scope, functionName), { statusCode, latencyMs });
}

async function answerFromFunction(
  serving: FunctionUrlServing,
  ports: Ports,
  call: FunctionUrlCall,
  record: FunctionUrlRecord,
  traceId: string,
  answer: UrlAnswer,
): Promise<void> {
  const accepted = await accept(serving, ports, record, call);
  if (accepted === null) return;
  if ("statusCode" in accepted) return answer.send(accepted);
  const payload = eventOf(call, record, accepted, traceId, serving.now());
  const { functionName, qualifier, invokeMode } = record;
  // What has led here in the words of a function's own client: the chain goes on through a URL.
  const lineage = lineageOf(headerOf(call.head, "x-amzn-trace-id"));
  const streamed = invokeMode === "RESPONSE_STREAM" ? new StreamedAnswer(call.response, answer) : undefined;
  const { outcome } = await invoke(ports, {
    functionName,
    ...(qualifier !== LATEST && { qualifier }),
    payload,
    requestId: call.requestId,
    traceId: lineage === undefined ? traceId : `${traceId};Lineage=${lineage}`,
    ...(streamed && { onResponse: streamed }),
  });
  if (streamed !== undefined) streamed.end(outcome);
  else answer.send(outcomeResponse(outcome));
}

/** @returns a refusal, or null when the client has gone. */
async function accept(
  serving: FunctionUrlServing,
  ports: Ports,
  record: FunctionUrlRecord,
  { request, response, head }: FunctionUrlCall,
): Promise<Accepted | HttpResponse | null> {
  const context = {
    "aws:RequestedRegion": record.scope.region,
    "aws:SecureTransport": "false",
    "aws:SourceIp": sourceIpOf(request) || undefined,
    "aws:UserAgent": headerOf(head, "user-agent"),
  };
  const isOpen = record.authType === "NONE";
  const signature = isOpen ? undefined : readSignature(head);
  if (isOpen && !(await mayAnybodyInvoke(ports, record, context))) return FORBIDDEN;
  if (signature !== undefined && "problem" in signature) return FORBIDDEN;
  const body = await readBody(request, response, SYNC_PAYLOAD_LIMIT_BYTES);
  if ("refused" in body) return body.refused === "aborted" ? null : REQUEST_TOO_LARGE;
  if (signature === undefined) return { body: body.bytes };
  const signed = { head, signature, body: body.bytes, context };
  return (await admitSigner(ports, record, signed, serving)) ?? FORBIDDEN;
}

function eventOf(
  { request, head, address, requestId }: FunctionUrlCall,
  { urlId, scope }: FunctionUrlRecord,
  { body, signer }: Accepted,
  traceId: string,
  nowMs: number,
): Uint8Array {
  const context: FunctionUrlRequestContext = {
    urlId,
    domainName: `${urlId}.lambda-url.${scope.region}.localhost`,
    port: request.socket.localPort ?? 0,
    scheme: "http",
    requestId,
    traceId,
    receivedAt: new Date(nowMs),
    ...(signer !== undefined && { signer }),
    accountId: scope.accountId,
  };
  const event = httpEvent(
    {
      method: head.method,
      target: address.target,
      headers: sentHeaders(request, address),
      body,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: sourceIpOf(request),
    },
    context,
  );
  return Buffer.from(JSON.stringify(event));
}

/** By path the cookies are those of the whole host name, the console's among them: none of the function's business. */
function sentHeaders({ rawHeaders }: IncomingMessage, { byPath }: FunctionUrlAddress): [string, string][] {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (byPath && name.toLowerCase() === "cookie") continue;
    headers.push([name, rawHeaders[index + 1] as string]);
  }
  return headers;
}

/** IPv4 as IPv4, also where the socket speaks IPv6. */
function sourceIpOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
}

function traceIdOf(head: RequestHead, nowMs: number): string {
  const root = TRACE_ROOT.exec(headerOf(head, "x-amzn-trace-id") ?? "")?.[1];
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return root ?? `Root=1-${seconds.padStart(8, "0")}-${randomBytes(12).toString("hex")}`;
}

/** What can't be invoked though its caller may; null for faults of ours. */
function refusalOf(error: unknown): HttpResponse | null {
  if (error instanceof PayloadTooLarge) return REQUEST_TOO_LARGE;
  if (error instanceof RecursiveInvocation) return recursionRefused(error);
  // Gone since its policy was read.
  if (error instanceof FunctionNotFound) return FORBIDDEN;
  // Not Active, or no longer.
  if (error instanceof ResourceConflict) return BAD_GATEWAY;
  return null;
}
