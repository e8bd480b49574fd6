import { RUNTIMES } from "@lambent/model";
import type { EnvironmentGrant, EnvironmentSpec } from "../runner.port.ts";

/**
 * Variables that the interpreter or its dynamic loader reads before any of our code runs. A user's value for one of them
 * has to be there at start; it appears among the launcher's arguments, so nothing else may be added here.
 */
const READ_AT_START = [
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "LD_LIBRARY_PATH",
  "LD_PRELOAD",
  "PYTHONPATH",
  "PYTHONWARNINGS",
  "PYTHONUTF8",
  "PYTHONHASHSEED",
  "PYTHONOPTIMIZE",
  "PYTHONFAULTHANDLER",
  "LANG",
  "TZ",
  "LC_CTYPE",
  "MALLOC_ARENA_MAX",
] as const;

/** Where a custom runtime finds the Runtime API: on its own loopback, as it once was on AWS. @see spec: lambda §6.1 */
export const RUNTIME_API_PORT = 9001;

const FOLDERS = { LAMBDA_TASK_ROOT: "/var/task", LAMBDA_RUNTIME_DIR: "/var/runtime" };

/** Why an environment was initialised: for an event, or ahead of events because somebody asked for it. */
export type InitializationType = "on-demand" | "provisioned-concurrency";

/**
 * Everything that user code finds in its environment, in AWS's names. AWS_LAMBDA_RUNTIME_API is there where a program of
 * the function's own needs it, as our bootstraps don't speak HTTP. @see spec: lambda §6.1
 */
export function processEnvironment(
  spec: EnvironmentSpec,
  logStreamName: string,
  initializationType: InitializationType,
  grant?: Pick<EnvironmentGrant, "variables" | "defaults">,
): Record<string, string> {
  return {
    ...standardVariables(spec),
    ...grant?.defaults,
    ...spec.environmentVariables,
    ...reserved(spec, logStreamName, initializationType),
    ...grant?.variables,
  };
}

/** The part of it that has to be there when the interpreter starts. */
export function startEnvironment(
  settings: Pick<EnvironmentSpec, "runtime" | "environmentVariables">,
): Record<string, string> {
  // What is started there is our launcher: the function's program gets all of its environment when it takes over.
  if (RUNTIMES[settings.runtime].family === "provided") return {};
  const environment: Record<string, string> = { ...standardVariables(settings), ...settings.environmentVariables };
  return Object.fromEntries(READ_AT_START.flatMap((key) => (key in environment ? [[key, environment[key]!]] : [])));
}

/** What every function of the runtime finds, unless it sets something else in its place. */
export function commonVariables(runtime: EnvironmentSpec["runtime"]): Record<string, string> {
  return { ...standardVariables({ runtime }), ...executionEnvironment(runtime), ...FOLDERS };
}

/** Users may set these themselves. */
export function standardVariables(spec: Pick<EnvironmentSpec, "runtime">): Record<string, string> {
  const common = {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1:2000",
    _AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1",
    _AWS_XRAY_DAEMON_PORT: "2000",
    PWD: "/var/task",
    SHLVL: "0",
  };
  if (RUNTIMES[spec.runtime].family === "python") {
    return { ...common, PYTHONPATH: "/var/runtime", LC_CTYPE: "C.UTF-8" };
  }
  if (RUNTIMES[spec.runtime].family === "provided") return common;
  const major = spec.runtime.replace(/\D/g, "");
  const nodePath = [`/opt/nodejs/node${major}/node_modules`, "/opt/nodejs/node_modules"];
  return { ...common, NODE_PATH: [...nodePath, "/var/runtime/node_modules", "/var/runtime", "/var/task"].join(":") };
}

/** These always are what Lambda says. */
function reserved(
  spec: EnvironmentSpec,
  logStreamName: string,
  initializationType: InitializationType,
): Record<string, string> {
  return {
    _HANDLER: spec.handler,
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    ...(RUNTIMES[spec.runtime].family === "provided"
      ? { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${RUNTIME_API_PORT}` }
      : executionEnvironment(spec.runtime)),
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: spec.functionVersion,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    ...FOLDERS,
  };
}

const executionEnvironment = (runtime: string) => ({ AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` });
