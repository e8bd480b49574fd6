export type { Clock } from "./clock.ts";
export type { Endpoint, EnvironmentIdentity } from "./environment/endpoints.ts";
export * from "./runner.port.ts";
export { createRunner } from "./runner.ts";
export type { RunnerOptions } from "./runner-options.ts";
export { type BwrapDriverOptions, createBwrapDriver } from "./sandbox/bwrap-driver.ts";
export { chooseSandboxDriver, type SandboxChoice } from "./sandbox/choose-sandbox-driver.ts";
export { createOciDriver, type OciDriverOptions } from "./sandbox/oci/oci-driver.ts";
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
export { PROMISES, requireEnforcedLimits } from "./sandbox/unenforced-limits.ts";
export { createUnsafeProcessDriver } from "./sandbox/unsafe-process-driver.ts";
export { unserved } from "./unserved.ts";
