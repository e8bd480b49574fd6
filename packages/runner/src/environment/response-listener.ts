import type { InvocationReport, ResponseListener } from "../runner.port.ts";

/** What AWS's runtimes answer with when they don't stream. */
const WHOLE_RESPONSE_CONTENT_TYPE = "application/json";

/**
 * The caller's listener, made safe for the environment: what it throws or rejects with is told once, and from then on the
 * function speaks to nobody, as it does on AWS when the client has gone.
 */
export function guardListener(listener: ResponseListener, onFault: (error: unknown) => void): ResponseListener {
  let hasFailed = false;
  const fail = (error: unknown) => {
    if (!hasFailed) onFault(error);
    hasFailed = true;
  };
  const guarded = <Result>(action: () => Result): Result | undefined => {
    if (hasFailed) return undefined;
    try {
      return action();
    } catch (error) {
      fail(error);
      return undefined;
    }
  };
  return {
    start: (head) => guarded(() => listener.start(head)),
    chunk: (bytes) => guarded(() => listener.chunk(bytes))?.catch(fail),
  };
}

/** A function that doesn't stream answers with one chunk. @returns the report as if it had streamed. */
export async function deliverWhole(report: InvocationReport, listener: ResponseListener): Promise<InvocationReport> {
  const { outcome } = report;
  if (outcome.kind !== "succeeded" || report.streamed) return report;
  const { payload } = outcome;
  listener.start({ contentType: WHOLE_RESPONSE_CONTENT_TYPE });
  if (payload.byteLength > 0) await listener.chunk(payload);
  return {
    ...report,
    outcome: { kind: "succeeded", payload: new Uint8Array() },
    streamed: { contentType: WHOLE_RESPONSE_CONTENT_TYPE, bytes: payload.byteLength },
  };
}
