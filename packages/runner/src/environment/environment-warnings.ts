import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentSpec } from "../runner.port.ts";
import type { BootRecipe } from "./boot-recipe.ts";

/** Names in one line; a layer could hold any number. */
const NAMES_MAX = 5;

/** Lines for the log of a new environment: what the function has that does nothing here, and what it lacks. */
export function environmentWarnings(
  { endpointsWithheldFor }: Pick<BootRecipe, "endpointsWithheldFor">,
  { layerDirectories }: Pick<EnvironmentSpec, "layerDirectories">,
): string[] {
  const warnings: string[] = [];
  if (endpointsWithheldFor) {
    warnings.push(
      `LAMBENT_WARNING: Services at 127.0.0.1 aren't offered to this function: its variable ${endpointsWithheldFor} can run code before the runtime has set them up.`,
    );
  }
  const extensions = layerDirectories.flatMap(extensionNames);
  if (extensions.length > 0) {
    const names = extensions.slice(0, NAMES_MAX).join(", ") + (extensions.length > NAMES_MAX ? " …" : "");
    warnings.push(`LAMBENT_WARNING: Extensions aren't offered; what /opt/extensions holds isn't started: ${names}.`);
  }
  return warnings;
}

/** A layer's own names, as its maker chose them. */
function extensionNames(layerDirectory: string): string[] {
  try {
    return readdirSync(join(layerDirectory, "extensions"), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => JSON.stringify(name).slice(1, -1))
      .sort();
  } catch {
    return [];
  }
}
