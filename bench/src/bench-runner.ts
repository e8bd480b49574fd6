import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_SCOPE, functionArn, logGroupName, type RuntimeId, roleArn } from "@lambent/model";
import {
  createBwrapDriver,
  createRunner,
  type EnvironmentSpec,
  type Runner,
  type RunnerOptions,
} from "@lambent/runner";
import { HELLO_EVENT, HELLO_SOURCE } from "./hello-function.ts";
import { withTemporaryDirectory } from "./temporary-directory.ts";

export interface BenchRunner {
  runner: Runner;
  /** Runs hello once. Calls with equal keys share environments. @throws unless it succeeded. */
  /** Hands the event's bytes on and the answer's bytes back. @throws unless it succeeded. */
  invokeRaw: (runtime: RuntimeId, environmentKey: string, payload: Uint8Array) => Promise<Uint8Array>;
  invoke: (runtime: RuntimeId, environmentKey: string, event?: string) => Promise<{ coldStart: boolean }>;
}

const PYTHON_SOURCE = `def lambda_handler(event, context):
    return {"statusCode": 200, "body": event}
`;

/** Runs the work with a runner of its own, in sandboxes, without server or database. */
export async function withRunner<T>(
  work: (bench: BenchRunner) => Promise<T>,
  { memoryMb = 128, ...options }: Partial<RunnerOptions> & { memoryMb?: number } = {},
): Promise<T> {
  return withTemporaryDirectory(async (directory) => {
    const codeDirectory = join(directory, "code");
    await mkdir(codeDirectory);
    await writeFile(join(codeDirectory, "index.mjs"), HELLO_SOURCE);
    await writeFile(join(codeDirectory, "lambda_function.py"), PYTHON_SOURCE);
    const driver = await createBwrapDriver({ directory: join(directory, "sandboxes") });
    const runner = await createRunner({ driver, dataDirectory: join(directory, "run"), ...options });
    try {
      // As the server does: what is the same for all invocations of a version is put together once.
      const specs = new Map<string, EnvironmentSpec>();
      const specOf = (runtime: RuntimeId, environmentKey: string): EnvironmentSpec => {
        let spec = specs.get(environmentKey);
        if (spec?.runtime !== runtime) {
          spec = { ...helloSpec(runtime, environmentKey, codeDirectory), memoryMb };
          specs.set(environmentKey, spec);
        }
        return spec;
      };
      const run = async (runtime: RuntimeId, environmentKey: string, payload: Uint8Array) => {
        const spec = specOf(runtime, environmentKey);
        const request = { requestId: crypto.randomUUID(), invokedFunctionArn: spec.functionArn, payload };
        const report = await runner.invoke(spec, request, { onLog: () => {} });
        const { outcome } = report;
        if (outcome.kind !== "succeeded") {
          throw new Error(`hello on ${runtime} ended with ${JSON.stringify(outcome)}.`);
        }
        return { report, payload: outcome.payload };
      };
      return await work({
        runner,
        invokeRaw: async (...call) => (await run(...call)).payload,
        invoke: async (runtime, key, event = HELLO_EVENT) => (await run(runtime, key, Buffer.from(event))).report,
      });
    } finally {
      await runner.close();
    }
  });
}

/** hello as the runner is asked for it. */
export function helloSpec(runtime: RuntimeId, environmentKey: string, codeDirectory: string): EnvironmentSpec {
  return {
    environmentKey,
    functionName: "hello",
    functionVersion: "$LATEST",
    functionArn: functionArn(DEFAULT_SCOPE, "hello"),
    ...DEFAULT_SCOPE,
    runtime,
    architecture: "x86_64",
    handler: runtime.startsWith("python") ? "lambda_function.lambda_handler" : "index.handler",
    codeDirectory,
    layerDirectories: [],
    memoryMb: 128,
    timeoutMs: 10_000,
    ephemeralStorageMb: 512,
    environmentVariables: {},
    logGroupName: logGroupName("hello"),
    roleArn: roleArn(DEFAULT_SCOPE, "hello", "/"),
    network: "none",
  };
}
