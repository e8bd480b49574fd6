import { constraintMessage, MEMBER } from "@lambent/model";
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";

/** One sentence in AWS's words for each required member that is missing, nested ones as well. */
export function missingMembers(ref: $SchemaRef, input: unknown): string[] {
  const missing: string[] = [];
  const structure = structureOf(NormalizedSchema.of(ref));
  if (structure) collectOfStructure(structure, input, "", missing);
  return missing;
}

interface Member {
  name: string;
  isRequired: boolean;
  /** Present for structures, and for lists and maps of them. */
  below?: { kind: "structure" | "list" | "map"; structure: Structure };
}

interface Structure {
  members: readonly Member[];
}

/** Made once for each: an invocation's members are looked at each time. By the array that the client exports. */
const known = new WeakMap<object, Structure>();

function structureOf(schema: NormalizedSchema): Structure | undefined {
  if (!schema.isStructSchema()) return undefined;
  const key = schema.getSchema() as unknown as object;
  const found = known.get(key);
  if (found) return found;
  const members: Member[] = [];
  const structure = { members };
  // Before its members: a structure may hold itself.
  known.set(key, structure);
  const required = requiredCount(schema);
  for (const [name, member] of schema.structIterator()) {
    const below = belowOf(member);
    members.push({ name, isRequired: members.length < required, ...(below && { below }) });
  }
  return structure;
}

function belowOf(member: NormalizedSchema): Member["below"] {
  const kind = member.isListSchema() ? "list" : member.isMapSchema() ? "map" : "structure";
  const structure = structureOf(kind === "structure" ? member : member.getValueSchema());
  return structure && { kind, structure };
}

function collectOfStructure({ members }: Structure, value: unknown, path: string, missing: string[]): void {
  if (value === undefined || value === null) return;
  const record = value as Record<string, unknown>;
  for (const { name, isRequired, below } of members) {
    const held = record[name];
    const isMissing = held === undefined || held === null;
    if (isMissing && isRequired) missing.push(constraintMessage(null, pathOf(path, name), MEMBER.notNull));
    if (isMissing || !below) continue;
    const at = pathOf(path, name);
    if (below.kind === "structure") collectOfStructure(below.structure, held, at, missing);
    else if (below.kind === "list") {
      for (const [index, element] of (held as unknown[]).entries()) {
        collectOfStructure(below.structure, element, `${at}.${index + 1}.member`, missing);
      }
    } else {
      for (const [key, element] of Object.entries(held)) {
        collectOfStructure(below.structure, element, `${at}.${key}.member`, missing);
      }
    }
  }
}

const pathOf = (path: string, name: string) => (path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`);

/** A structure's required members come first, and their number stands last in its schema. */
function requiredCount(schema: NormalizedSchema): number {
  return ((schema.getSchema() as unknown as readonly unknown[])[6] as number | undefined) ?? 0;
}

/** As AWS prints members: `functionName`. */
export const lowerFirst = (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1);
