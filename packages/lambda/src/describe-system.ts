import type { RuntimeAvailability, Scope } from "@lambent/model";
import type { InternetAccess, IsolationFact } from "@lambent/runner";
import type { Ports } from "./ports.ts";

export interface SystemDescription {
  scope: Scope;
  /** Name of the sandbox driver. */
  driver: string;
  /** True when functions run without a sandbox. */
  unsafe: boolean;
  isolation: IsolationFact[];
  runtimes: RuntimeAvailability[];
  /** Whether functions can be given internet access here, and if not, why and how to get it. */
  internetAccess: InternetAccess;
  functionCount: number;
}

/** What this server is and what it can run. */
export async function describeSystem({ store, runner, scope }: Ports): Promise<SystemDescription> {
  const { driver, unsafe, isolation, runtimes, internetAccess } = runner.status();
  return {
    scope,
    driver,
    unsafe,
    isolation: [...isolation],
    runtimes: [...runtimes],
    internetAccess,
    functionCount: await store.functions.count(scope),
  };
}
