import { randomUUID } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RUNTIMES, type RuntimeId } from "@lambent/model";
import type {
  EnvironmentSpec,
  InvocationReport,
  InvocationRequest,
  LogLine,
  ResponseListener,
  Runner,
} from "../runner.port.ts";
import { createRunner } from "../runner.ts";
import type { RunnerOptions } from "../runner-options.ts";
import { createBwrapDriver } from "../sandbox/bwrap-driver.ts";
import { createOciDriver } from "../sandbox/oci/oci-driver.ts";
import type { SandboxDriver } from "../sandbox/sandbox.port.ts";
import { createUnsafeProcessDriver } from "../sandbox/unsafe-process-driver.ts";
import { DriverSeed } from "./driver-seed.ts";
import { writeFunctions } from "./written-functions.ts";

/** Of functions whose test says nothing else: Lambda's default. Emulated processors are given more. */
const TIMEOUT_MS = Number(process.env.LAMBENT_TEST_FUNCTION_TIMEOUT_MS ?? 3000);
const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));
/** The copy of CPython is made once for all tests; a user who may not write into the checkout has one of its own. */
const SHARED_DATA = isOwnCheckout()
  ? fileURLToPath(new URL("../../node_modules/.cache/lambent-tests", import.meta.url))
  : join(tmpdir(), "lambent-tests");

const seed = new DriverSeed(join(SHARED_DATA, "seed"));

async function createSeededDriver(name: string, directory: string): Promise<SandboxDriver> {
  await seed.plant(directory);
  const driver = await (name === "bwrap"
    ? createBwrapDriver({ directory })
    : createOciDriver({ directory, runtime: name }));
  await seed.keep(directory);
  return driver;
}

/** One invocation of a fixture as a test looks at it. */
export interface FixtureRun {
  report: InvocationReport;
  outcome: InvocationReport["outcome"];
  /** The payload as text; empty where the outcome has none. */
  payload: string;
  /** The payload parsed. */
  json: unknown;
  /** Messages of all log lines, in order. */
  lines: string[];
  requestId: string;
}

export type FixtureOptions = Partial<EnvironmentSpec> &
  Partial<InvocationRequest> & { event?: unknown; onResponse?: ResponseListener };

/** A runner on its own data directory that runs the functions under `fixtures/` by name. */
export class Fixtures {
  private constructor(
    readonly runner: Runner,
    private readonly directory: string,
    private readonly written: ReadonlyMap<string, string>,
  ) {}

  /** @param driverName `bwrap`, `unsafe-process`, or an OCI runtime's. */
  static async open(driverName = "bwrap", options: Partial<RunnerOptions> = {}): Promise<Fixtures> {
    const directory = await mkdtemp(join(tmpdir(), "lambent-runner-"));
    const driver =
      options.driver ??
      (driverName === "unsafe-process"
        ? createUnsafeProcessDriver()
        : await createSeededDriver(driverName, join(directory, "run")));
    const runner = await createRunner({
      dataDirectory: SHARED_DATA,
      spares: "on demand",
      growsAhead: false,
      ...options,
      driver,
    });
    return new Fixtures(runner, directory, await writeFunctions(join(directory, "functions")));
  }

  async close(): Promise<void> {
    await this.runner.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** `keep` shares one environment among runs; without it each run starts cold. */
  async run(name: string, runtime: RuntimeId, options?: FixtureOptions, keep?: string): Promise<FixtureRun> {
    const lines: string[] = [];
    const run = await this.runWith((line) => lines.push(line.message), name, runtime, options, keep);
    return { ...run, lines };
  }

  /** What `run` invokes with the same arguments. */
  spec(name: string, runtime: RuntimeId, options: FixtureOptions = {}, keep: string = randomUUID()): EnvironmentSpec {
    const codeDirectory = this.written.get(`${RUNTIMES[runtime].family}/${name}`);
    const environmentKey = `${name}:${runtime}:${keep}`;
    return fixtureSpec(name, runtime, { environmentKey, ...(codeDirectory ? { codeDirectory } : {}), ...options });
  }

  /** As `run`, with a listener of the test's own. */
  async runWith(
    onLine: (line: LogLine) => void,
    name: string,
    runtime: RuntimeId,
    options: FixtureOptions = {},
    keep: string = randomUUID(),
  ): Promise<Omit<FixtureRun, "lines">> {
    const spec = this.spec(name, runtime, options, keep);
    const requestId = options.requestId ?? randomUUID();
    const request = {
      requestId,
      invokedFunctionArn: options.invokedFunctionArn ?? spec.functionArn,
      payload: options.payload ?? Buffer.from(JSON.stringify(options.event ?? {})),
      clientContext: options.clientContext,
      traceId: options.traceId,
    };
    const { onResponse } = options;
    const report = await this.runner.invoke(spec, request, {
      onLog: (_stream, line) => onLine(line),
      ...(onResponse && { onResponse }),
    });
    const { outcome } = report;
    const payload = "payload" in outcome ? Buffer.from(outcome.payload).toString("utf8") : "";
    return { report, outcome, payload, json: parse(payload), requestId };
  }
}

export function fixtureSpec(name: string, runtime: RuntimeId, options: Partial<EnvironmentSpec> = {}): EnvironmentSpec {
  const { family, defaultHandler } = RUNTIMES[runtime];
  return {
    environmentKey: options.environmentKey ?? name,
    functionName: name,
    functionVersion: "$LATEST",
    functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    accountId: "123456789012",
    region: "us-east-1",
    runtime,
    architecture: options.architecture ?? (process.arch === "arm64" ? "arm64" : "x86_64"),
    handler: options.handler ?? defaultHandler,
    codeDirectory: options.codeDirectory ?? join(FIXTURES, family, name),
    layerDirectories: options.layerDirectories ?? [],
    memoryMb: options.memoryMb ?? 256,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    ephemeralStorageMb: options.ephemeralStorageMb ?? 512,
    environmentVariables: options.environmentVariables ?? {},
    logGroupName: `/aws/lambda/${name}`,
    roleArn: options.roleArn ?? `arn:aws:iam::123456789012:role/${name}`,
    network: options.network ?? "none",
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOwnCheckout(): boolean {
  try {
    accessSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
