import { constraintMessage, MEMBER } from "@lambent/model";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";

/** One sentence in AWS's words for each required member that is missing, nested ones as well. */
export function missingMembers(ref: $SchemaRef, input: unknown): string[] {
  const missing: string[] = [];
  collect(NormalizedSchema.of(ref), input, "", missing);
  return missing;
}

function collect(schema: NormalizedSchema, value: unknown, path: string, missing: string[]): void {
  if (value === undefined || value === null) return;
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    if (!item.isStructSchema()) return;
    for (const [index, element] of (value as unknown[]).entries()) {
      collect(item, element, `${path}.${index + 1}.member`, missing);
    }
  } else if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    if (!item.isStructSchema()) return;
    for (const [key, element] of Object.entries(value)) collect(item, element, `${path}.${key}.member`, missing);
  } else if (schema.isStructSchema()) {
    const record = value as Record<string, unknown>;
    const required = requiredCount(schema);
    let position = 0;
    for (const [name, member] of schema.structIterator()) {
      const at = path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
      if (position++ < required && (record[name] === undefined || record[name] === null)) {
        missing.push(constraintMessage(null, at, MEMBER.notNull));
      } else collect(member, record[name], at, missing);
    }
  }
}

/** A structure's required members come first, and their number stands last in its schema. */
function requiredCount(schema: NormalizedSchema): number {
  return ((schema.getSchema() as unknown as readonly unknown[])[6] as number | undefined) ?? 0;
}

/** As AWS prints members: `functionName`. */
export const lowerFirst = (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1);
