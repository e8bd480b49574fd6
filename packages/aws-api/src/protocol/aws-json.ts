import { JsonCodec } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";
import { headerOf } from "../http-message.ts";
import { SIGNATURE_PROBLEM_NAMES } from "../signature/signature-problem.ts";
import { errorSchemasByName, messageMember } from "./error-schemas.ts";
import { parseJson } from "./parse-json.ts";
import { readDocument } from "./read-document.ts";
import type { ProtocolOf, ProtocolSubject, ServerProtocol } from "./server-protocol.ts";

const BODY_LIMIT_BYTES = 1_048_576;
const CODEC = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

export interface AwsJsonSettings {
  version: "1.0" | "1.1";
  /** What `X-Amz-Target` has before the dot. */
  targetPrefix: string;
}

/** @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function awsJson({ version, targetPrefix }: AwsJsonSettings): ProtocolOf {
  const headers = () => ({ "content-type": `application/x-amz-json-${version}` });
  return <Ports>({ operations, errorSchemas }: ProtocolSubject<Ports>): ServerProtocol<Ports> => {
    const byTarget = new Map(operations.map((operation) => [`${targetPrefix}.${operation.name}`, operation]));
    const errors = errorSchemasByName(errorSchemas);
    return {
      routesByHead: true,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      route(head) {
        const operation = byTarget.get(headerOf(head, "x-amz-target") ?? "");
        return operation === undefined ? null : { operation, labels: {} };
      },
      unknownOperation: (head) => ({
        status: 400,
        type: "UnknownOperationException",
        message: `There is no operation '${headerOf(head, "x-amz-target") ?? ""}'.`,
      }),
      readInput({ operation }, _head, body) {
        const schema = NormalizedSchema.of(operation.schema[4] as $SchemaRef);
        if (schema.isUnitSchema() || body.byteLength === 0) return {};
        return readDocument(schema, parseJson(body)) as Record<string, unknown>;
      },
      writeOutput({ schema }, output) {
        const outputSchema = NormalizedSchema.of(schema[5] as $SchemaRef);
        if (outputSchema.isUnitSchema()) return { status: 200, headers: headers(), body: "" };
        const serializer = CODEC.createSerializer();
        serializer.write(outputSchema, output);
        return { status: 200, headers: headers(), body: serializer.flush() as string };
      },
      writeFault({ status, type, message, members }) {
        const body = { __type: type, ...members, [messageMember(errors.get(type))]: message };
        return { status, headers: { ...headers(), "x-amzn-errortype": type }, body: JSON.stringify(body) };
      },
      signatureProblemName: (kind) => SIGNATURE_PROBLEM_NAMES[kind].json,
    };
  };
}
