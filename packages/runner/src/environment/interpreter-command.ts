import type { EnvironmentSpec } from "../runner.port.ts";
import type { PreparedRuntime } from "../runtimes/runtime-catalogue.ts";

/** Half of what Linux gives a process: with V8's own 984 kB, C code that recurses ends the interpreter and not the call. */
const PYODIDE_STACK_KB = 3_900;

/** What Linux calls the processor (`uname -m`). */
const MACHINES = { x86_64: "x86_64", arm64: "aarch64" } as const;

/** Where the Node.js that launches custom runtimes is mounted: not on PATH, since AWS has none there. */
export const LAUNCHER_DIRECTORY = "/var/launcher";

/**
 * argv inside the sandbox. The V8 heap is sized from the function's memory as AWS does it, so that a leak ends as "out of
 * memory" and not in endless garbage collection: a tenth for new objects (two semi-spaces), the rest for old ones; a user's
 * own figures in NODE_OPTIONS win. @see spec: lambda §6.1
 */
export function interpreterCommand(
  spec: Pick<EnvironmentSpec, "runtime" | "architecture" | "memoryMb" | "environmentVariables">,
  interpreter: PreparedRuntime["interpreter"],
): string[] {
  // -s: the home directory's packages aren't the function's.
  if (interpreter === "cpython") return [`/var/lang/bin/${spec.runtime}`, "-s", "/var/runtime/bootstrap.py"];
  if (interpreter === "pyodide") {
    const machine = MACHINES[spec.architecture];
    return ["/var/lang/bin/node", `--stack-size=${PYODIDE_STACK_KB}`, "/var/runtime/index.mjs", machine];
  }
  if (interpreter === "program") {
    // execve is an experimental feature; the warning would stand in every log.
    return [`${LAUNCHER_DIRECTORY}/bin/node`, "--disable-warning=ExperimentalWarning", "/var/runtime/launch.mjs"];
  }
  // AWS also passes --expose-gc. That makes V8 refuse Node's built-in code cache (12 ms of each start), so the bootstrap
  // makes `gc` when it is first asked for.
  const flags = ["--max-http-header-size=81920"];
  if (!/--(max-semi-space-size|max-old-space-size)/.test(spec.environmentVariables.NODE_OPTIONS ?? "")) {
    const newSpaceMb = Math.floor(spec.memoryMb / 10);
    flags.push(`--max-semi-space-size=${Math.max(1, Math.floor(newSpaceMb / 2))}`);
    flags.push(`--max-old-space-size=${spec.memoryMb - newSpaceMb}`);
  }
  return ["/var/lang/bin/node", ...flags, `/var/runtime/${spec.runtime === "nodejs24.x" ? "index.mjs" : "index.cjs"}`];
}
