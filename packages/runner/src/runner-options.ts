import type { Clock } from "./clock.ts";
import type { Endpoint } from "./environment/endpoints.ts";
import type { EnvironmentGrant, EnvironmentSpec } from "./runner.port.ts";
import type { SandboxDriver } from "./sandbox/sandbox.port.ts";

export interface RunnerOptions {
  driver: SandboxDriver;
  /** Folder for what the runner keeps between starts (the copy of CPython, merged layers); made when missing. */
  dataDirectory: string;
  /** Folder with `nodejs/` and `python/`; the package's own when omitted. */
  bootstrapDirectory?: string;
  /** How long an idle environment is kept, in ms; 5 minutes when omitted. */
  idleMs?: number;
  /**
   * What all environments together may hold, in MB; 70 % of the machine's memory when omitted. Beyond it idle ones are ended,
   * the longest unused first; where none is idle, events wait and are throttled in the end.
   */
  memoryBudgetMb?: number;
  /** Events that may wait for an environment to boot; 1,000 when omitted. */
  waitingMax?: number;
  /**
   * Sandboxes that boot before anybody needs them: `standing` when omitted, one of each runtime at once and more on demand;
   * `on demand`, of the kinds that were used lately; or none.
   */
  spares?: "standing" | "on demand" | "none";
  /** Whether a function that had to grow gets one more environment, initialised for its next event; true when omitted. */
  growsAhead?: boolean;
  /**
   * Services of this process that functions reach at 127.0.0.1; none when omitted. Withheld from functions whose variables
   * run code before the bootstrap does, and from plain processes and emulated ones.
   */
  endpoints?: readonly Endpoint[];
  /**
   * Asked for each environment that reaches the endpoints, while its sandbox starts; none is asked for others.
   * A rejection is a fault of the host.
   */
  grantFor?: (spec: EnvironmentSpec) => Promise<EnvironmentGrant>;
  clock?: Clock;
  /** `pyodide` runs Python 3.12 in Pyodide also where there is a CPython 3.12; `auto` when omitted. */
  python?: "auto" | "pyodide";
}
