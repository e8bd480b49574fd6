import { NormalizedSchema, type TypeRegistry } from "@smithy/core/schema";
import type { $Schema } from "@smithy/types";

/** Exceptions of a service by their names. */
export function errorSchemasByName(registries: readonly TypeRegistry[]): ReadonlyMap<string, NormalizedSchema> {
  const found = new Map<string, NormalizedSchema>();
  for (const registry of registries) {
    registry.find((schema) => {
      const normalized = NormalizedSchema.of(schema as $Schema);
      const name = normalized.getName();
      if (name !== undefined && normalized.getMergedTraits().error !== undefined) found.set(name, normalized);
      return false; // each one is looked at
    });
  }
  return found;
}

/** How an exception spells the member that its sentence stands in; AWS's are not of one mind. */
export function messageMember(schema: NormalizedSchema | undefined): "message" | "Message" {
  return schema !== undefined && "Message" in schema.getMemberSchemas() ? "Message" : "message";
}
