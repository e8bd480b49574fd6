/** Longer is no trace that AWS's tools make; it is the caller's word. */
const TRACE_MAX_LENGTH = 1_024;

/**
 * The value of `X-Amzn-Trace-Id` that hands a chain of invocations on: the caller's own with the chain as it is now. Without
 * one, root and parent follow from the request, so that all attempts share them. @see spec: lambda §4.1
 */
export function traceHeader(
  { requestId, startedMs, traceId }: { requestId: string; startedMs: number; traceId?: string },
  lineage: string,
): string {
  if (traceId === undefined) return `${newTrace(requestId, startedMs)};Lineage=${lineage}`;
  const given = traceId.slice(0, TRACE_MAX_LENGTH).split(";");
  const kept = given.filter((field) => field !== "" && !field.startsWith("Lineage="));
  return `${kept.length > 0 ? kept.join(";") : newTrace(requestId, startedMs)};Lineage=${lineage}`;
}

function newTrace(requestId: string, startedMs: number): string {
  const digits = requestId.replace(/-/g, "");
  const seconds = Math.floor(startedMs / 1_000).toString(16);
  return `Root=1-${seconds.padStart(8, "0")}-${digits.slice(0, 24)};Parent=${digits.slice(-16)};Sampled=0`;
}
