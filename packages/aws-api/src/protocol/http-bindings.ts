import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef, SchemaTraits } from "@smithy/types";
import { headerOf, parsePairs, type RequestHead } from "../http-message.ts";
import { readText } from "./read-document.ts";

type Member = NormalizedSchema;

/** Where each member of a structure stands in an HTTP message. */
export interface HttpBindings {
  labels: readonly [name: string, member: Member][];
  /** With the header's name in lower case. */
  headers: readonly [name: string, member: Member, header: string][];
  query: readonly [name: string, member: Member, parameter: string][];
  /** The one member that is the whole body. */
  payload?: readonly [name: string, member: Member];
  /** The member that is the answer's status. */
  status?: string;
  /** Whether members are left for the body's document. */
  hasBody: boolean;
  /** The structure itself: its document holds what is bound nowhere else. */
  body: NormalizedSchema;
}

const known = new WeakMap<object, HttpBindings>();

export function httpBindings(ref: $SchemaRef | NormalizedSchema): HttpBindings {
  let bindings = known.get(ref as object);
  if (bindings === undefined) {
    bindings = bindingsOf(NormalizedSchema.of(ref as $SchemaRef));
    known.set(ref as object, bindings);
  }
  return bindings;
}

function bindingsOf(schema: NormalizedSchema): HttpBindings {
  const labels: [string, Member][] = [];
  const headers: [string, Member, string][] = [];
  const query: [string, Member, string][] = [];
  const bindings: HttpBindings = { labels, headers, query, hasBody: false, body: schema };
  if (schema.isUnitSchema()) return bindings;
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel) labels.push([name, member]);
    else if (traits.httpHeader) headers.push([name, member, String(traits.httpHeader).toLowerCase()]);
    else if (traits.httpQuery) query.push([name, member, String(traits.httpQuery)]);
    else if (traits.httpPayload) bindings.payload = [name, member];
    else if (traits.httpResponseCode) bindings.status = name;
    else bindings.hasBody = true;
  }
  return bindings;
}

/** Method, path with labels, and the status of success. */
export function httpTrait(traits: SchemaTraits): readonly [method: string, path: string, status: number] {
  return (traits as { http: [string, string, number] }).http;
}

/** The members that stand in path, query and headers. @throws AwsFault SerializationException */
export function readBoundMembers(
  { labels, headers, query }: HttpBindings,
  inPath: Readonly<Record<string, string>>,
  head: RequestHead,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, member] of labels) input[name] = readText(member, inPath[name] as string);
  for (const [name, member, header] of headers) {
    const text = headerOf(head, header);
    if (text !== undefined) input[name] = readText(member, text);
  }
  if (query.length > 0 && head.query !== "") {
    const pairs = parsePairs(head.query);
    for (const [name, member, parameter] of query) {
      const values = pairs.filter(([key]) => key === parameter).map(([, value]) => value);
      if (values.length === 0) continue;
      if (member.isListSchema()) input[name] = values.map((value) => readText(member.getValueSchema(), value));
      // An empty parameter is as good as none, as clients send them for what is unset.
      else if (values[0] !== "") input[name] = readText(member, values[0] as string);
    }
  }
  return input;
}

/** Headers of an answer are texts and numbers in all services that we serve. */
export function writeHeader(
  headers: Record<string, string>,
  member: NormalizedSchema,
  header: string,
  value: unknown,
): void {
  if (value === undefined || value === null) return;
  // A line break would end the header: what a function wrote must not become one of ours.
  headers[header] = (member.isTimestampSchema() ? (value as Date).toUTCString() : String(value)).replace(
    /[\r\n]/g,
    " ",
  );
}
