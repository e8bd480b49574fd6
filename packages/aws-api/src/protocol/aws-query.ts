import { XmlCodec } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef, StaticStructureSchema } from "@smithy/types";
import { parsePairs } from "../http-message.ts";
import { SIGNATURE_PROBLEM_NAMES } from "../signature/signature-problem.ts";
import { errorSchemasByName } from "./error-schemas.ts";
import { readForm } from "./read-form.ts";
import type { ProtocolOf, ProtocolSubject, ServerProtocol } from "./server-protocol.ts";

const BODY_LIMIT_BYTES = 1_048_576;
const XML_TYPE = "text/xml";
const STRING = 0;

const METADATA = structure("ResponseMetadata", { RequestId: STRING });
const ERROR = structure("Error", { Type: STRING, Code: STRING, Message: STRING });
const ERROR_RESPONSE = structure("ErrorResponse", { Error: ERROR, RequestId: STRING });

/** What query services call a refusal that all protocols know; they have done so before there were others. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  ValidationException: "ValidationError",
  ServiceException: "InternalFailure",
};

export interface AwsQuerySettings {
  xmlNamespace: string;
  /** The API version that requests name, for instance `2011-06-15`. */
  version: string;
}

/**
 * Requests are forms, answers XML with the output in `<OperationResult>`.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function awsQuery({ xmlNamespace, version }: AwsQuerySettings): ProtocolOf {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: 5 },
    xmlNamespace,
    serviceNamespace: "",
  });
  const write = (schema: StaticStructureSchema, value: unknown): string => {
    const serializer = codec.createSerializer();
    serializer.write(schema, value);
    return serializer.flush() as string;
  };
  return <Ports>({ operations, errorSchemas }: ProtocolSubject<Ports>): ServerProtocol<Ports> => {
    const byName = new Map(operations.map((operation) => [operation.name, operation]));
    const responses = new Map(operations.map(({ name, schema }) => [name, responseOf(name, schema[5] as $SchemaRef)]));
    const errors = errorSchemasByName(errorSchemas);
    return {
      routesByHead: false,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      route(head, body) {
        const fields = [...parsePairs(head.query, true), ...parsePairs(Buffer.from(body).toString("utf8"), true)];
        const named = (name: string) => fields.find(([field]) => field === name)?.[1];
        const operation = byName.get(named("Action") ?? "");
        return operation === undefined || named("Version") !== version ? null : { operation, labels: {}, fields };
      },
      unknownOperation: () => ({
        status: 400,
        type: "InvalidAction",
        message: `Could not find the operation that is asked for in version ${version}.`,
      }),
      readInput: ({ operation, fields = [] }) =>
        readForm(NormalizedSchema.of(operation.schema[4] as $SchemaRef), fields),
      writeOutput({ name }, output, requestId) {
        const value = { [`${name}Result`]: output, ResponseMetadata: { RequestId: requestId } };
        return {
          status: 200,
          headers: { "content-type": XML_TYPE },
          body: write(responses.get(name) as StaticStructureSchema, value),
        };
      },
      writeFault({ status, type, message }, requestId) {
        const error = {
          Type: status < 500 ? "Sender" : "Receiver",
          Code: codeOf(errors.get(type)) ?? QUERY_CODES[type] ?? type,
          Message: message,
        };
        const body = write(ERROR_RESPONSE, { Error: error, RequestId: requestId });
        return { status, headers: { "content-type": XML_TYPE }, body };
      },
      signatureProblemName: (kind) => SIGNATURE_PROBLEM_NAMES[kind].query,
    };
  };
}

/** What query services call an exception on the wire; often its name without the ending. */
function codeOf(schema: NormalizedSchema | undefined): string | undefined {
  return (schema?.getMergedTraits().awsQueryError as [code: string, status: number] | undefined)?.[0];
}

function responseOf(name: string, output: $SchemaRef): StaticStructureSchema {
  const hasResult = !NormalizedSchema.of(output).isUnitSchema();
  return structure(`${name}Response`, { ...(hasResult && { [`${name}Result`]: output }), ResponseMetadata: METADATA });
}

function structure(name: string, members: Readonly<Record<string, $SchemaRef>>): StaticStructureSchema {
  return [3, "lambent.query", name, 0, Object.keys(members), Object.values(members)];
}
