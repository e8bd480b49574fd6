import type { KnownFunctionUrls, Ports } from "@lambent/lambda";
import type { Scope } from "@lambent/model";

export type FunctionUrlRecord = NonNullable<Awaited<ReturnType<KnownFunctionUrls["find"]>>>;

/** What function URLs are served with. */
export interface FunctionUrls {
  known: Pick<KnownFunctionUrls, "find">;
  portsOf: (scope: Scope) => Ports | Promise<Ports>;
}
