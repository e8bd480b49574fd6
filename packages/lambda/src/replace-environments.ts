import type { FunctionConfiguration } from "@lambent/model";
import { environmentKey } from "./environment-spec.ts";
import { expectInvocation } from "./expect-invocation.ts";
import type { Ports } from "./ports.ts";

/** After a committed write: the next invocation sees the new definition, and environments of the old one go. */
export function replaceEnvironments(
  { definitions, runner }: Pick<Ports, "definitions" | "runner">,
  before: FunctionConfiguration,
  after: FunctionConfiguration,
): void {
  definitions.invalidate(after.functionName);
  if (environmentKey(before) === environmentKey(after)) return;
  runner.retire(environmentKey(before));
  expectInvocation({ definitions, runner }, after.functionName);
}
