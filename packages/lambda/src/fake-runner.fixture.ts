import type { Outcome, RuntimeAvailability } from "@lambent/model";
import {
  type EnvironmentSpec,
  type InternetAccess,
  type InvocationReport,
  type InvocationRequest,
  type ProvisionedStatus,
  type Runner,
  unserved,
} from "@lambent/runner";

/** What the function does, in place of a sandbox. */
export type FakeHandler = (
  event: unknown,
  spec: EnvironmentSpec,
  print: (line: string) => void,
) => Promise<Outcome> | Outcome;

/** A runner without processes that keeps the port's promises: warm reuse by key, retirement, START to REPORT in order. */
export interface FakeRunner extends Runner {
  handler: FakeHandler;
  internetAccess: InternetAccess;
  /** Specs in the order of their cold starts. */
  readonly coldStarts: EnvironmentSpec[];
  readonly requests: InvocationRequest[];
  /** Specs that a use case announced. */
  readonly expected: EnvironmentSpec[];
  /** Makes all that is provisioned ready. @returns how many environments each version has, by version. */
  allocated(): Record<string, number>;
  /** Makes all that is provisioned fail in its init. */
  failProvisioned(): void;
}

export const succeeded = (value: unknown): Outcome => ({
  kind: "succeeded",
  payload: new TextEncoder().encode(JSON.stringify(value)),
});

export function createFakeRunner(runtimes: readonly RuntimeAvailability[]): FakeRunner {
  const idle: { spec: EnvironmentSpec; id: string }[] = [];
  const busy = new Set<{ spec: EnvironmentSpec; id: string; retired: boolean }>();
  const coldStarts: EnvironmentSpec[] = [];
  const requests: InvocationRequest[] = [];
  const expected: EnvironmentSpec[] = [];
  const provisioned = new Map<string, ProvisionedStatus>();
  let closed = false;

  function allocated(): Record<string, number> {
    const byVersion: Record<string, number> = {};
    for (const [key, status] of provisioned) {
      provisioned.set(key, { requested: status.requested, allocated: status.requested, status: "READY" });
      byVersion[/:([^:/]+)\/[^/]+$/.exec(key)?.[1] ?? key] = status.requested;
    }
    return byVersion;
  }

  function failProvisioned(): void {
    for (const [key, { requested }] of provisioned) {
      const statusReason = "FUNCTION_ERROR_INIT_FAILURE";
      provisioned.set(key, { requested, allocated: 0, status: "FAILED", statusReason });
    }
  }

  const runner: FakeRunner = {
    handler: (event) => succeeded(event),
    internetAccess: { available: true },
    coldStarts,
    requests,
    expected,
    async invoke(spec, request, { onLog, onResponse }): Promise<InvocationReport> {
      if (closed) return unserved({ kind: "sandboxFault", message: "The server is being shut down." });
      requests.push(request);
      const warm = idle.findIndex((environment) => environment.spec.environmentKey === spec.environmentKey);
      const [reused] = warm < 0 ? [] : idle.splice(warm, 1);
      if (reused === undefined) coldStarts.push(spec);
      const environment = { spec, id: reused?.id ?? `environment-${coldStarts.length}`, retired: false };
      busy.add(environment);
      const logStreamName = `2026/11/23/[${spec.functionVersion}]${environment.id}`;
      const print = (message: string) => onLog(logStreamName, { timestampMs: 1_764_000_000_000, message });
      if (reused === undefined) print("INIT_START Runtime Version: fake");
      print(`START RequestId: ${request.requestId} Version: ${spec.functionVersion}`);
      let outcome = await runner.handler(JSON.parse(new TextDecoder().decode(request.payload)), spec, print);
      let streamed: InvocationReport["streamed"];
      if (onResponse && outcome.kind === "succeeded") {
        streamed = { contentType: "application/json", bytes: outcome.payload.byteLength };
        onResponse.start({ contentType: streamed.contentType });
        await onResponse.chunk(outcome.payload);
        outcome = { kind: "succeeded", payload: new Uint8Array() };
      }
      print(`END RequestId: ${request.requestId}`);
      print(`REPORT RequestId: ${request.requestId}\tDuration: 1.50 ms\tBilled Duration: 2 ms\t`);
      busy.delete(environment);
      if (!environment.retired) idle.push(environment);
      return {
        outcome,
        environmentId: environment.id,
        logStreamName,
        coldStart: reused === undefined,
        durationMs: 1.5,
        billedDurationMs: 2,
        ...(reused === undefined && { initDurationMs: 20.25 }),
        maxMemoryUsedMb: 36,
        ...(streamed && { streamed }),
        phases: { invokeUs: 1500 },
      };
    },
    retire(prefix) {
      for (const key of provisioned.keys()) if (key.startsWith(prefix)) provisioned.delete(key);
      for (const environment of busy) environment.retired ||= environment.spec.environmentKey.startsWith(prefix);
      for (const environment of [...idle]) {
        if (environment.spec.environmentKey.startsWith(prefix)) idle.splice(idle.indexOf(environment), 1);
      }
    },
    status: () => ({
      driver: "fake",
      unsafe: false,
      isolation: [],
      runtimes,
      internetAccess: runner.internetAccess,
      environments: [],
      spares: [],
    }),
    async expect(spec) {
      expected.push(spec);
    },
    provision({ environmentKey }, count) {
      if (count === 0) provisioned.delete(environmentKey);
      else provisioned.set(environmentKey, { requested: count, allocated: 0, status: "IN_PROGRESS" });
    },
    provisioned: (environmentKey) => provisioned.get(environmentKey),
    allocated,
    failProvisioned,
    async close() {
      closed = true;
      idle.length = 0;
    },
  };
  return runner;
}

/** Holds a handler until the test opens it. */
export function createGate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
