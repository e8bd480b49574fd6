import type { NormalizedSchema } from "@smithy/core/schema";
import { serializationFault } from "../aws-fault.ts";
import { readText } from "./read-document.ts";

/** A form's fields by the dots in their names: `Tags.member.1.Key`. */
interface FieldTree {
  value?: string;
  children: Map<string, FieldTree>;
}

/** More than any operation takes; a form of more is refused before it costs anything. */
const FIELDS_MAX = 20_000;
const DEPTH_MAX = 64;

/** Reads the fields of a query request as a schema says. @throws AwsFault SerializationException */
export function readForm(
  schema: NormalizedSchema,
  fields: readonly (readonly [name: string, value: string])[],
): Record<string, unknown> {
  if (fields.length > FIELDS_MAX) throw serializationFault(`The request has more than ${FIELDS_MAX} parameters.`);
  const root: FieldTree = { children: new Map() };
  for (const [name, value] of fields) {
    const path = name.split(".");
    if (path.length > DEPTH_MAX) throw serializationFault(`The parameter ${name.slice(0, 100)} is nested too deeply.`);
    let node = root;
    for (const part of path) {
      const child = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  return schema.isUnitSchema() ? {} : readStructure(schema, root);
}

function readField(schema: NormalizedSchema, node: FieldTree): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return node.value === undefined ? undefined : readText(schema, node.value);
}

function readStructure(schema: NormalizedSchema, node: FieldTree): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get((member.getMergedTraits().xmlName as string | undefined) ?? name);
    const value = child === undefined ? undefined : readField(member, child);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readList(schema: NormalizedSchema, node: FieldTree): unknown[] {
  const item = schema.getValueSchema();
  const { xmlFlattened } = schema.getMergedTraits();
  const container = xmlFlattened ? node : node.children.get((item.getMergedTraits().xmlName as string) ?? "member");
  return inOrder(container).map((child) => readField(item, child));
}

function readMap(schema: NormalizedSchema, node: FieldTree): Record<string, unknown> {
  const key = schema.getKeySchema();
  const value = schema.getValueSchema();
  const keyName = (key.getMergedTraits().xmlName as string | undefined) ?? "key";
  const valueName = (value.getMergedTraits().xmlName as string | undefined) ?? "value";
  const container = schema.getMergedTraits().xmlFlattened ? node : node.children.get("entry");
  return Object.fromEntries(
    inOrder(container).flatMap(({ children }) => {
      const name = children.get(keyName)?.value;
      const content = children.get(valueName);
      return name === undefined || content === undefined ? [] : [[name, readField(value, content)]];
    }),
  );
}

/** By number: clients count from 1, and none has to send them in order. */
function inOrder(node: FieldTree | undefined): FieldTree[] {
  return [...(node?.children ?? [])]
    .filter(([name]) => /^\d{1,9}$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
