import { type Architecture, type RuntimeId, RuntimeUnavailable } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Says that a runtime can't run here before a function depends on it, never after.
 * @throws RuntimeUnavailable
 */
export function requireRuntime(
  { runner }: Pick<Ports, "runner">,
  runtime: RuntimeId,
  architecture: Architecture,
): void {
  const found = runner.status().runtimes.find((row) => row.runtime === runtime && row.architecture === architecture);
  if (found?.available === true) return;
  const reason = found?.reason ?? "This server offers no such combination.";
  throw new RuntimeUnavailable(runtime, architecture, reason, found?.remedy ?? "");
}
