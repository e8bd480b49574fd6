import type { NormalizedSchema } from "@smithy/core/schema";
import { serializationFault } from "../aws-fault.ts";

/** Deeper than any document of AWS's; beyond it a request is refused before the stack is. */
const DEPTH_MAX = 64;

/**
 * Reads parsed JSON as a schema says: base64 becomes bytes, times become dates, unknown members are dropped and null is
 * absent, as AWS's services do.
 * @throws AwsFault SerializationException when a value is of another type.
 */
export function readDocument(schema: NormalizedSchema, value: unknown, depth = 0): unknown {
  if (value === null || value === undefined) return undefined;
  if (depth > DEPTH_MAX) throw serializationFault("The document is nested too deeply.");
  if (schema.isStructSchema()) return readStructure(schema, value, depth);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw unexpected(value, "a List");
    const item = schema.getValueSchema();
    return value.map((element) => readDocument(item, element, depth + 1) ?? null);
  }
  if (schema.isMapSchema()) {
    const valueSchema = schema.getValueSchema();
    const entries = Object.entries(recordOf(value, "a Map"));
    return Object.fromEntries(entries.map(([key, element]) => [key, readDocument(valueSchema, element, depth + 1)]));
  }
  return readScalar(schema, value);
}

function readStructure(schema: NormalizedSchema, value: unknown, depth: number): Record<string, unknown> {
  const record = recordOf(value, "a Structure");
  const result: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const wireName = (member.getMergedTraits().jsonName as string | undefined) ?? name;
    if (!Object.hasOwn(record, wireName)) continue;
    const read = readDocument(member, record[wireName], depth + 1);
    if (read !== undefined) result[name] = read;
  }
  return result;
}

function recordOf(value: unknown, wanted: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unexpected(value, wanted);
  return value as Record<string, unknown>;
}

function readScalar(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isStringSchema()) return ofType(value, "string", "a String");
  if (schema.isBooleanSchema()) return ofType(value, "boolean", "a Boolean");
  if (schema.isBlobSchema()) return fromBase64(ofType(value, "string", "a Blob") as string);
  if (schema.isTimestampSchema()) return readTimestamp(value);
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    return ofType(value, "number", "a Number");
  }
  // A string with a media type is one all the same.
  return value;
}

function ofType(value: unknown, type: "string" | "number" | "boolean", wanted: string): unknown {
  if (typeof value !== type) throw unexpected(value, wanted);
  return value;
}

function readTimestamp(value: unknown): Date {
  const date =
    typeof value === "number" ? new Date(value * 1000) : new Date(ofType(value, "string", "a Timestamp") as string);
  if (Number.isNaN(date.getTime())) throw unexpected(value, "a Timestamp");
  return date;
}

export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  // Buffer skips what is no base64, so that broken uploads would seem to have worked.
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (text.length % 4 !== 0 || bytes.length !== (text.length / 4) * 3 - padding) {
    throw serializationFault("Unable to parse a blob: it is not valid base64.");
  }
  return bytes;
}

/** AWS's words for what it found. */
function unexpected(value: unknown, wanted: string) {
  const found = Array.isArray(value)
    ? "Start of list"
    : typeof value === "object"
      ? "Start of structure or map"
      : `${(typeof value).toUpperCase()}_VALUE`;
  return serializationFault(`${found} can not be converted to ${wanted}`);
}

/** Text that stands in a path, a query, a header or a form. @throws AwsFault SerializationException */
export function readText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema()) {
    const value = /^-?\d{1,19}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value)) throw unexpected(text, "a Number");
    return value;
  }
  if (schema.isBooleanSchema()) {
    if (text !== "true" && text !== "false") throw unexpected(text, "a Boolean");
    return text === "true";
  }
  if (schema.isBlobSchema()) return fromBase64(text);
  if (schema.isTimestampSchema()) return readTimestamp(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  return text;
}
