import type { Architecture, Outcome } from "@lambent/model";
import type { EnvironmentSpec } from "../runner.port.ts";
import type { PreparedRuntime } from "../runtimes/runtime-catalogue.ts";
import type { SandboxStart } from "../sandbox/sandbox.port.ts";
import { variableThatRunsCodeEarly } from "./early-code.ts";
import type { Endpoint } from "./endpoints.ts";
import { interpreterCommand, LAUNCHER_DIRECTORY } from "./interpreter-command.ts";
import { startEnvironment } from "./process-environment.ts";

/** @see spec: lambda §3 */
const OPEN_FILES_LIMIT = 1024;
const PROCESSES_LIMIT = 1024;

/** What of a function has to be known before its interpreter starts; the rest can come later. */
export type BootSettings = Pick<
  EnvironmentSpec,
  "runtime" | "architecture" | "memoryMb" | "ephemeralStorageMb" | "environmentVariables" | "network"
>;

/** How a sandbox boots. Functions whose recipes have the same key can be served by the same spares. */
export interface BootRecipe {
  key: string;
  /** Of the functions that it is for. */
  architecture: Architecture;
  runtime: PreparedRuntime;
  start: Omit<SandboxStart, "assignment" | "listeners">;
  /** What it can reach at 127.0.0.1. */
  endpoints: readonly Endpoint[];
  /** True for a program of the function's own, false for our bootstraps. */
  speaksRuntimeApi: boolean;
  /** The user's variable because of which it has no endpoints although there are some. */
  endpointsWithheldFor?: string;
}

/** @param offered what every function is to reach; empty where the driver can't offer it. */
export function bootRecipe(
  runtime: PreparedRuntime,
  settings: BootSettings,
  offered: readonly Endpoint[] = [],
): BootRecipe {
  // The Node.js that Pyodide runs in isn't the function's: no variable of the function's is meant for it.
  const environmentVariables = runtime.interpreter === "pyodide" ? {} : settings.environmentVariables;
  const speaksRuntimeApi = runtime.interpreter === "program";
  // In Pyodide nothing can open a connection.
  const wanted = runtime.interpreter === "pyodide" ? [] : offered;
  const early = wanted.length === 0 || speaksRuntimeApi ? undefined : variableThatRunsCodeEarly(settings);
  const endpoints = early === undefined ? wanted : [];
  const start = {
    command: interpreterCommand(settings, runtime.interpreter),
    architecture: runtime.architecture,
    langDirectory: runtime.langDirectory,
    ...(speaksRuntimeApi ? { langMountPoint: LAUNCHER_DIRECTORY } : {}),
    runtimeDirectory: runtime.runtimeDirectory,
    interpreterEnvironment: startEnvironment({ ...settings, environmentVariables }),
    limits: {
      ephemeralStorageMb: settings.ephemeralStorageMb,
      processes: PROCESSES_LIMIT,
      openFiles: OPEN_FILES_LIMIT,
    },
    network: settings.network,
  };
  return {
    key: JSON.stringify([start, endpoints.map(({ port }) => port)]),
    architecture: settings.architecture,
    runtime,
    start,
    endpoints,
    speaksRuntimeApi,
    ...(early === undefined ? {} : { endpointsWithheldFor: early }),
  };
}

/** Of the function's memory, how much was used when its sandbox held so much: a rough figure, but never none. */
export function usedMemoryMb({ runtime }: BootRecipe, spec: EnvironmentSpec, outcome: Outcome, heldMb: number): number {
  if (outcome.kind === "outOfMemory") return spec.memoryMb;
  const { interpreterMemoryMb = 0, interpreterShareMax = 1 } = runtime;
  const interpreterMb = Math.min(interpreterMemoryMb, heldMb * interpreterShareMax);
  return Math.min(spec.memoryMb, Math.max(Math.min(1, heldMb), Math.round(heldMb - interpreterMb)));
}
