import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AccessKeyLookup } from "@lambent/access";
import type { FaultDetails } from "../aws-fault.ts";
import { functionUrlAddress } from "../function-urls/function-url-address.ts";
import type { FunctionUrls } from "../function-urls/function-urls.ts";
import { serveFunctionUrl } from "../function-urls/serve-function-url.ts";
import type { Answer, RequestHead } from "../http-message.ts";
import { awsQuery } from "../protocol/aws-query.ts";
import { restJson1 } from "../protocol/rest-json.ts";
import type { Route, ServerProtocol } from "../protocol/server-protocol.ts";
import type { ServedService } from "../service.ts";
import { readSignature, type SignatureParameters } from "../signature/signature-parameters.ts";
import { type SignatureProblem, signatureProblem } from "../signature/signature-problem.ts";
import { createSigningKeys } from "../signature/signing-keys.ts";
import { createSignatureVerifier } from "../signature/verify-signature.ts";
import { carryOut, type Endpoint } from "./carry-out.ts";
import { looksLikeQuery, nameService } from "./choose-service.ts";
import { originProblem, ownHosts } from "./origin-guard.ts";
import { readBody } from "./read-body.ts";
import type { SandboxConnections } from "./sandbox-connections.ts";
import { writeAnswer } from "./write-answer.ts";

/** A request's head has to be there after this, whatever else it waits for. */
const HEADERS_TIMEOUT_MS = 15_000;
/** The whole request: enough for 70 MB over a slow line. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Longer than SDKs keep an idle connection for reuse, so that they close it and never write into a closing one. */
const KEEP_ALIVE_MS = 75_000;

export interface AwsEndpointOptions {
  // biome-ignore lint/suspicious/noExplicitAny: services of different ports stand side by side
  services: readonly ServedService<any>[];
  /** Served on the same port when given. */
  functionUrls?: FunctionUrls;
  accessKeys: AccessKeyLookup;
  /** The address that it will listen on. */
  host: string;
  /** Where connections that were made inside sandboxes are known by; there are none when omitted. */
  sandboxConnections?: SandboxConnections;
  /** Told of faults that are ours, with the operation that met them. */
  onInternalError: (where: string, error: unknown) => void;
  /** Epoch milliseconds; the real ones when omitted. */
  now?: () => number;
}

/** AWS's services on one port, not listening yet. No framework: each invocation of a tool passes here. */
export function createAwsEndpoint(options: AwsEndpointOptions): Server {
  const { onInternalError, functionUrls, sandboxConnections, now = Date.now } = options;
  const endpoints = new Map<string, Endpoint>(
    options.services.map((served) => [
      served.service.signingName,
      { served, protocol: served.service.protocol(served.service) },
    ]),
  );
  const names = [...endpoints.values()].map(({ served }) => served.service.name).join(", ");
  const hosts = ownHosts(options.host);
  const verifier = createSignatureVerifier(options.accessKeys, createSigningKeys(), now);

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    head: RequestHead,
    requestId: string,
  ): Promise<Answer | null> {
    const signature = readSignature(head);
    const signedFor = "problem" in signature ? undefined : signature.scope.service;
    const endpoint = endpoints.get(nameService(head, signedFor) ?? "");
    const protocol = endpoint?.protocol ?? fallbackProtocol(head);
    const refuse = (problem: SignatureProblem) => refusal(protocol, problem, requestId);
    if ("problem" in signature) return refuse(signature);

    const empty = new Uint8Array();
    const routed = endpoint !== undefined && protocol.routesByHead ? protocol.route(head, empty) : null;
    const limitBytes = routed?.operation.offer?.bodyLimitBytes ?? protocol.bodyLimitBytes;
    const reading = readBody(request, response, limitBytes);
    const body = reading instanceof Promise ? await reading : reading;
    if ("refused" in body) {
      if (body.refused === "aborted") return null;
      return protocol.writeFault(body.refused === "tooMuch" ? TOO_MUCH : tooLarge(limitBytes, routed), requestId);
    }
    const verifying = verifier.verify(head, signature, body.bytes);
    const verified = verifying instanceof Promise ? await verifying : verifying;
    if ("problem" in verified) return refuse(verified);
    const foreign = originProblem(head, verified.key, hosts);
    if (foreign !== null) return refuse(signatureProblem("forbiddenOrigin", foreign));
    if (endpoint === undefined) return protocol.writeFault(unknownService(signature, names), requestId);
    // IPv4 peers of a two-family socket are written as IPv4, as policies name them.
    const sourceIp = request.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, "");
    return carryOut({
      endpoint,
      head,
      signature,
      verified,
      routed,
      requestId,
      sourceIp,
      nowMs: now(),
      onInternalError,
    });
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const requestId = randomUUID();
    const sandbox = sandboxConnections?.note(request, response);
    if (sandbox === "tooMuch") {
      request.socket.destroy();
      return;
    }
    const head: RequestHead = { ...headOf(request), fromSandbox: sandbox !== undefined };
    // A client that goes away ends nothing: what it has asked for is carried out, and the answer is for nobody.
    response.on("error", () => {});
    const address = functionUrls === undefined ? null : functionUrlAddress(head);
    const serving =
      functionUrls === undefined || address === null
        ? answer(request, response, head, requestId).then(
            (written) => written && writeAnswer(request, response, written, requestId),
          )
        : serveFunctionUrl(
            { functionUrls, verifier, hosts, now, onInternalError },
            { request, response, head, address, requestId },
          );
    serving.catch((error: unknown) => {
      onInternalError(`${head.method} ${head.path}`, error);
      response.destroy();
    });
  }

  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS }, handle);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // Who asks before sending a large body is told before it is read.
  server.on("checkContinue", handle);
  return server;
}

function headOf({ method = "GET", url = "/", headers }: IncomingMessage): RequestHead {
  const question = url.indexOf("?");
  return question < 0
    ? { method, path: url, query: "", headers }
    : { method, path: url.slice(0, question), query: url.slice(question + 1), headers };
}

function fallbackProtocol(head: RequestHead): ServerProtocol<unknown> {
  const nothing = { operations: [], errorSchemas: [] };
  return looksLikeQuery(head) ? awsQuery({ xmlNamespace: "", version: "" })(nothing) : restJson1(nothing);
}

function refusal(protocol: ServerProtocol<unknown>, { problem, message }: SignatureProblem, requestId: string): Answer {
  return protocol.writeFault({ status: 403, type: protocol.signatureProblemName(problem), message }, requestId);
}

function tooLarge(limitBytes: number, routed: Route<unknown> | null): FaultDetails {
  const operation = routed?.operation.name;
  const name = operation === "Invoke" ? "InvokeFunction" : operation;
  const of = name === undefined ? "" : ` for the ${name} operation`;
  return {
    status: 413,
    type: "RequestEntityTooLargeException",
    message: `Request must be smaller than ${limitBytes} bytes${of}`,
  };
}

/** Clients try again by themselves. */
const TOO_MUCH: FaultDetails = {
  status: 429,
  type: "TooManyRequestsException",
  message: "The requests of this execution environment are too large together. Send fewer at a time, or smaller ones.",
};

function unknownService({ scope }: SignatureParameters, names: string): FaultDetails {
  return {
    status: 501,
    type: "UnknownServiceException",
    message: `The service '${scope.service}' is not offered here. There are: ${names}.`,
  };
}
