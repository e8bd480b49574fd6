/**
 * Life of one execution environment. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 * `frozen` is an idle environment whose processes are stopped; `reset` is one whose processes were ended after a timeout or
 * a crash and are started again by its next event; `gone` is final.
 */
export type EnvironmentState = "booting" | "initialising" | "idle" | "busy" | "frozen" | "reset" | "gone";

export const NEXT_STATES: Readonly<Record<EnvironmentState, readonly EnvironmentState[]>> = {
  // A failed first attempt boots once more inside the invocation.
  booting: ["initialising", "booting", "gone"],
  initialising: ["idle", "busy", "booting", "gone"],
  idle: ["busy", "frozen", "gone"],
  busy: ["idle", "reset", "gone"],
  frozen: ["busy", "gone"],
  reset: ["booting", "gone"],
  gone: [],
};

export function assertTransition(from: EnvironmentState, to: EnvironmentState): void {
  if (!NEXT_STATES[from].includes(to)) throw new Error(`An execution environment can't go from ${from} to ${to}.`);
}
