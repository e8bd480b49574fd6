import { JsonCodec } from "@aws-sdk/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { blamed, type FaultDetails } from "../aws-fault.ts";
import type { Answer } from "../http-message.ts";
import type { Operation } from "../operation.ts";
import { SIGNATURE_PROBLEM_NAMES } from "../signature/signature-problem.ts";
import { errorSchemasByName, messageMember } from "./error-schemas.ts";
import { encodeEvents } from "./event-stream.ts";
import { httpBindings, httpTrait, readBoundMembers, writeHeader } from "./http-bindings.ts";
import { parseJson } from "./parse-json.ts";
import { createPathRouter } from "./path-router.ts";
import { readDocument } from "./read-document.ts";
import type { ProtocolOf, ProtocolSubject, ServerProtocol } from "./server-protocol.ts";

/** More than any control operation sends; those that carry code or events say more. */
const BODY_LIMIT_BYTES = 1_048_576;
const JSON_TYPE = "application/json";
/** The trait's timestamp format where there is one, else epoch seconds. */
const CODEC = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: true });

/**
 * Exceptions that are in no service's model, as AWS was seen to spell them: without `Type`, and which case the message has.
 * @see spec: lambda §1.2
 */
const UNMODELLED: Readonly<Record<string, "message" | "Message">> = {
  ValidationException: "message",
  AccessDeniedException: "Message",
  MissingAuthenticationTokenException: "message",
  IncompleteSignatureException: "message",
  UnrecognizedClientException: "message",
  InvalidSignatureException: "message",
  ExpiredTokenException: "message",
  UnknownOperationException: "message",
};

/** @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson1: ProtocolOf = <Ports>({ operations, errorSchemas }: ProtocolSubject<Ports>) => {
  const router = createPathRouter(operations);
  const errors = errorSchemasByName(errorSchemas);
  const protocol: ServerProtocol<Ports> = {
    routesByHead: true,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    route: (head) => router(head),
    unknownOperation: ({ method, path }) => ({
      status: 404,
      type: "UnknownOperationException",
      message: `There is no operation at ${method} ${path}.`,
    }),
    readInput({ operation, labels }, head, body) {
      const bindings = httpBindings(operation.schema[4]);
      const input = readBoundMembers(bindings, labels, head);
      const { payload, hasBody } = bindings;
      if (payload !== undefined) {
        const [name, member] = payload;
        // The event of an invocation: bytes from here to the function.
        if (member.isBlobSchema() || member.isStringSchema()) input[name] = body;
        else if (body.byteLength > 0) input[name] = readDocument(member, parseJson(body));
      } else if (hasBody && body.byteLength > 0) {
        Object.assign(input, readDocument(bindings.body, parseJson(body)));
      }
      return input;
    },
    writeOutput: (operation, output) => writeOutput(operation, output),
    writeFault: (fault) => writeFault(fault, errors.get(fault.type)),
    signatureProblemName: (kind) => SIGNATURE_PROBLEM_NAMES[kind].json,
  };
  return protocol;
};

function writeOutput<Ports>({ schema, offer }: Operation<Ports>, output: Record<string, unknown>): Answer {
  const bindings = httpBindings(schema[5]);
  const headers: Record<string, string> = {};
  for (const [name, member, header] of bindings.headers) writeHeader(headers, member, header, output[name]);
  const said = bindings.status === undefined ? undefined : (output[bindings.status] as number | undefined);
  const status = said ?? httpTrait(schema[3])[2];
  if (bindings.payload !== undefined) {
    const [name, member] = bindings.payload;
    const value = output[name];
    if (member.isStructSchema() && member.isStreaming()) {
      headers["content-type"] = "application/vnd.amazon.eventstream";
      return { status, headers, body: encodeEvents(member, value as AsyncIterable<Record<string, unknown>>) };
    }
    if (member.isBlobSchema()) {
      const bytes = (value as Uint8Array | undefined) ?? new Uint8Array();
      if (status !== 202 && status !== 204)
        headers["content-type"] ??= offer?.payloadType ?? "application/octet-stream";
      return { status, headers, body: bytes };
    }
    headers["content-type"] = JSON_TYPE;
    return { status, headers, body: stringify(member, value) };
  }
  if (!bindings.hasBody) return { status, headers, body: "" };
  headers["content-type"] = JSON_TYPE;
  return { status, headers, body: stringify(bindings.body, output) };
}

function stringify(schema: NormalizedSchema, value: unknown): string {
  const serializer = CODEC.createSerializer();
  serializer.write(schema, value);
  return serializer.flush() as string;
}

/** The exception's schema says where its members stand: `Retry-After` is a header, `Reason` a member of the body. */
function writeFault({ status, type, message, members }: FaultDetails, schema: NormalizedSchema | undefined): Answer {
  const headers: Record<string, string> = { "content-type": JSON_TYPE, "x-amzn-errortype": type };
  if (schema === undefined) {
    const key = UNMODELLED[type];
    const body = key === undefined ? { Type: blamed(status), message, ...members } : { [key]: message, ...members };
    return { status, headers, body: JSON.stringify(body) };
  }
  const body: Record<string, unknown> = {};
  const { headers: bound } = httpBindings(schema);
  const values: Record<string, unknown> = { Type: blamed(status), ...members, [messageMember(schema)]: message };
  for (const [name, member, header] of bound) writeHeader(headers, member, header, values[name]);
  const inHeaders = new Set(bound.map(([name]) => name));
  for (const name of Object.keys(schema.getMemberSchemas())) {
    if (!inHeaders.has(name) && values[name] !== undefined) body[name] = values[name];
  }
  return { status, headers, body: JSON.stringify(body) };
}
