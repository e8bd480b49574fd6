import type { Telemetry } from "@lambent/telemetry";

/** Counts the invocations of each function that run at this moment, and tells the metrics of every change. */
export interface RunningInvocations {
  /** Counts one for as long as `work` takes. */
  count<Result>(functionArn: string, work: () => Promise<Result>): Promise<Result>;
}

export function createRunningInvocations({ metrics }: Pick<Telemetry, "metrics">): RunningInvocations {
  const running = new Map<string, number>();

  function change(functionArn: string, by: 1 | -1): void {
    const now = (running.get(functionArn) ?? 0) + by;
    if (now === 0) running.delete(functionArn);
    else running.set(functionArn, now);
    metrics.observeConcurrency(functionArn, now);
  }

  return {
    async count(functionArn, work) {
      change(functionArn, 1);
      try {
        return await work();
      } finally {
        change(functionArn, -1);
      }
    },
  };
}
