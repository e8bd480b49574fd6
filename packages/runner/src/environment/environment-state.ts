/**
 * Life of one execution environment. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 * `frozen` is an idle environment whose processes are stopped; `gone` is final.
 */
export type EnvironmentState = "booting" | "initialising" | "idle" | "busy" | "frozen" | "gone";

export const NEXT_STATES: Readonly<Record<EnvironmentState, readonly EnvironmentState[]>> = {
  // A failed first attempt boots once more inside the invocation.
  booting: ["initialising", "booting", "gone"],
  initialising: ["idle", "busy", "booting", "gone"],
  idle: ["busy", "frozen", "gone"],
  busy: ["idle", "gone"],
  frozen: ["busy", "gone"],
  gone: [],
};

export function assertTransition(from: EnvironmentState, to: EnvironmentState): void {
  if (!NEXT_STATES[from].includes(to)) throw new Error(`An execution environment can't go from ${from} to ${to}.`);
}
