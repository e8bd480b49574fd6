export interface LoadResult {
  /** Of each call, in ms. */
  latenciesMs: number[];
  requestsPerSecond: number;
}

/** What a load program tells of many calls at a time. */
export interface LoadAtOnce {
  requests: number;
  requestsPerSecond: number;
  /** Of one call. */
  p50Us: number;
  p99Us: number;
}

/** Makes `count` calls of anything that can be awaited, `concurrency` at a time. */
export async function load(call: () => Promise<unknown>, count: number, concurrency: number): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  let begun = 0;
  const startedMs = performance.now();
  const worker = async () => {
    while (begun < count) {
      begun += 1;
      const callStartedMs = performance.now();
      await call();
      latenciesMs.push(performance.now() - callStartedMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { latenciesMs, requestsPerSecond: (count / (performance.now() - startedMs)) * 1_000 };
}
