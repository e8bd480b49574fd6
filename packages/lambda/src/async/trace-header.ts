/**
 * The value of `X-Amzn-Trace-Id` that hands a chain of invocations on. Root and parent follow from the request, so that
 * all attempts share them. @see spec: lambda §4.1
 */
export function traceHeader(requestId: string, startedMs: number, lineage: string): string {
  const digits = requestId.replaceAll("-", "");
  const seconds = Math.floor(startedMs / 1_000).toString(16);
  return `Root=1-${seconds.padStart(8, "0")}-${digits.slice(0, 24)};Parent=${digits.slice(-16)};Sampled=0;Lineage=${lineage}`;
}
