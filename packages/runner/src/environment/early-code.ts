import { RUNTIMES } from "@lambent/model";
import type { EnvironmentSpec } from "../runner.port.ts";
import { standardVariables } from "./process-environment.ts";

/**
 * Options of Node.js that neither run nor load anything. A list of what may be there, as each release brings new ways to
 * load a file before the program (`--require`, `--import`, `--env-file`, `--experimental-config-file` …).
 */
const HARMLESS_NODE_OPTION =
  /^--(?:max-(?:old-space-size|semi-space-size|http-header-size)=\d+|stack-trace-limit=\d+|no-deprecation|no-warnings|trace-(?:warnings|deprecation|uncaught)|throw-deprecation|pending-deprecation|enable-source-maps|unhandled-rejections=\w+|dns-result-order=\w+|disable-warning=\w+|experimental-vm-modules|expose-gc|preserve-symlinks)$/;
/** An action alone; a category can name a class of any module, which then is imported. */
const HARMLESS_PYTHON_WARNINGS = /^(?:default|error|always|module|once|ignore)?$/;

/**
 * Whether a variable of the user could make code of the user run before our bootstrap: one that the interpreter or its
 * loader reads at its start. What the bootstrap holds for the host (a channel, say) must then not be there at all.
 * @returns its name, or undefined.
 */
export function variableThatRunsCodeEarly(
  settings: Pick<EnvironmentSpec, "runtime" | "environmentVariables">,
): string | undefined {
  const { family } = RUNTIMES[settings.runtime];
  const variables = settings.environmentVariables;
  const standard = standardVariables(settings);
  const paths = ["LD_PRELOAD", "LD_LIBRARY_PATH", ...(family === "python" ? ["PYTHONPATH"] : [])];
  const changed = paths.find((name) => (variables[name] ?? standard[name] ?? "") !== (standard[name] ?? ""));
  if (changed) return changed;
  if (family === "python") {
    return HARMLESS_PYTHON_WARNINGS.test(variables.PYTHONWARNINGS ?? "") ? undefined : "PYTHONWARNINGS";
  }
  const options = (variables.NODE_OPTIONS ?? "").split(/\s+/).filter((option) => option !== "");
  return options.every((option) => HARMLESS_NODE_OPTION.test(option)) ? undefined : "NODE_OPTIONS";
}
