export type { Clock } from "./clock.ts";
export * from "./runner.port.ts";
export { createRunner, type RunnerOptions } from "./runner.ts";
export { type BwrapDriverOptions, createBwrapDriver } from "./sandbox/bwrap-driver.ts";
export type {
  InternetAccess,
  IsolationFact,
  NetworkAccess,
  Sandbox,
  SandboxAssignment,
  SandboxDriver,
  SandboxExit,
  SandboxLimits,
  SandboxListeners,
  SandboxStart,
} from "./sandbox/sandbox.port.ts";
export { SandboxUnavailable } from "./sandbox/sandbox-unavailable.ts";
export { createUnsafeProcessDriver } from "./sandbox/unsafe-process-driver.ts";
