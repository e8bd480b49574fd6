import type { Architecture, Outcome, RuntimeAvailability, RuntimeId } from "@lambent/model";
import type { InternetAccess, IsolationFact, NetworkAccess } from "./sandbox/sandbox.port.ts";

/** Everything that makes one execution environment differ from another. */
export interface EnvironmentSpec {
  /** Equal keys may share environments: names the function version together with the revision of its code and settings. */
  environmentKey: string;
  functionName: string;
  /** `$LATEST` or a number. */
  functionVersion: string;
  /** Unqualified. */
  functionArn: string;
  accountId: string;
  region: string;
  runtime: RuntimeId;
  architecture: Architecture;
  handler: string;
  /** Host path of the unpacked, read-only code. */
  codeDirectory: string;
  /** Host paths of the unpacked, read-only layers, in order: of files with the same path the later one wins. */
  layerDirectories: readonly string[];
  memoryMb: number;
  timeoutMs: number;
  ephemeralStorageMb: number;
  environmentVariables: Readonly<Record<string, string>>;
  logGroupName: string;
  /** Whom the code acts as. */
  roleArn: string;
  network: NetworkAccess;
}

/** What an execution environment is given for a time, beside what its function says. */
export interface EnvironmentGrant {
  /** Variables that nobody can override, credentials for instance. In no key, status or report. */
  variables: Readonly<Record<string, string>>;
  /** Variables that the function's own ones override. */
  defaults: Readonly<Record<string, string>>;
  /** Epoch milliseconds. From then on the environment takes no more events; another one is given anew. */
  usableUntilMs: number;
  /** A line for the environment's log. */
  warning?: string;
}

export interface InvocationRequest {
  requestId: string;
  /** The ARN as the caller used it, qualified or not. */
  invokedFunctionArn: string;
  /** JSON bytes; forwarded unparsed. */
  payload: Uint8Array;
  /** JSON text of the decoded client context. */
  clientContext?: string;
  traceId?: string;
}

export interface LogLine {
  timestampMs: number;
  /** Without the final line break; may hold line breaks within one message. */
  message: string;
}

/** How one invocation went. Times in ms with two decimals. */
export interface InvocationReport {
  outcome: Outcome;
  environmentId: string;
  logStreamName: string;
  coldStart: boolean;
  durationMs: number;
  billedDurationMs: number;
  initDurationMs?: number;
  maxMemoryUsedMb: number;
  /**
   * Present when `onResponse` was told of a response. A payload that succeeded then is empty here; one that failed is the
   * error's, whatever was streamed before it.
   */
  streamed?: { contentType: string; bytes: number };
  /** Where the time went, in µs. */
  phases: { bootUs?: number; initUs?: number; invokeUs: number };
}

export interface InvokeOptions {
  /** Every log line of the invocation in order, START, END and REPORT included; called before `invoke` settles. */
  onLog(logStreamName: string, line: LogLine): void;
  /**
   * Gets the response while the function writes it, up to 200 MB; without it the response is part of the outcome, up to
   * 6 MB, whether the function streams or not. That it is over, and how, the report says.
   */
  onResponse?: ResponseListener;
}

/** Whoever reads a response in parts. One that throws or rejects hears no more, and `invoke` rejects once the function is done. */
export interface ResponseListener {
  /**
   * Once, before the first chunk; not at all when the function fails before it has written anything. A function that doesn't
   * stream answers with `application/json` and one chunk.
   */
  start(head: { contentType: string }): void;
  /**
   * 1 to 65,536 bytes of a streamed response (which are the listener's to keep), all of another. Nothing is read from the
   * function until the promise settles, and the function's time goes on meanwhile: whoever loses its client has to settle it.
   */
  chunk(bytes: Uint8Array): Promise<void> | void;
}

export interface RunnerStatus {
  driver: string;
  /** True only for the unsafe process driver. */
  unsafe: boolean;
  isolation: readonly IsolationFact[];
  /** Whether functions can have `network: "internet"` here; told as unavailable until that has been tried out. */
  internetAccess: InternetAccess;
  runtimes: readonly RuntimeAvailability[];
  environments: readonly {
    id: string;
    functionName: string;
    state: "booting" | "initialising" | "idle" | "busy" | "frozen" | "reset";
    sinceMs: number;
  }[];
  /** Sandboxes that have booted a runtime, or are about to, and are for no function yet. */
  spares: readonly { runtime: string; architecture: string; isReady: boolean }[];
}

/** @see spec: lambda §1.4, provisioned concurrency */
export interface ProvisionedStatus {
  requested: number;
  allocated: number;
  status: "IN_PROGRESS" | "READY" | "FAILED";
  statusReason?: string;
}

/** Runs invocations in execution environments, one event at a time in each. Never throws for a fault of user code. */
export interface Runner {
  invoke(spec: EnvironmentSpec, request: InvocationRequest, options: InvokeOptions): Promise<InvocationReport>;
  /** A function with these settings will probably be invoked soon: a spare of its kind gets ready. */
  expect(spec: EnvironmentSpec): Promise<void>;
  /** Keeps so many environments initialised ahead of events, from now on; 0 takes the request back. */
  provision(spec: EnvironmentSpec, count: number): void;
  /** Undefined when nothing is provisioned under this key. */
  provisioned(environmentKey: string): ProvisionedStatus | undefined;
  /** Ends idle environments whose key starts with the prefix, and busy ones once their invocation is over. */
  retire(environmentKeyPrefix: string): void;
  status(): RunnerStatus;
  /** Ends everything; afterwards no process, mount, cgroup or temporary file is left. */
  close(): Promise<void>;
}
