import type { InvocationRequest } from "../runner.port.ts";

/** An invocation as a runtime is told of it. */
export interface RuntimeEvent {
  request: InvocationRequest;
  /** Epoch milliseconds. */
  deadlineMs: number;
}

/** @see spec: lambda §7.1 */
export function eventHeaders({ request, deadlineMs }: RuntimeEvent): Record<string, string | number> {
  return {
    "Content-Type": "application/json",
    "Content-Length": request.payload.byteLength,
    "Lambda-Runtime-Aws-Request-Id": request.requestId,
    "Lambda-Runtime-Deadline-Ms": deadlineMs,
    "Lambda-Runtime-Invoked-Function-Arn": request.invokedFunctionArn,
    ...(request.traceId ? { "Lambda-Runtime-Trace-Id": headerText(request.traceId) } : {}),
    ...(request.clientContext ? { "Lambda-Runtime-Client-Context": headerText(request.clientContext) } : {}),
  };
}

/**
 * JSON as bytes of a header: what stands outside of ASCII goes as UTF-8, which Node.js writes when it is given as Latin-1;
 * line breaks, which JSON has only between its tokens, become blanks.
 */
function headerText(text: string): string {
  return (
    Buffer.from(text, "utf8")
      .toString("latin1")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what a header can't hold.
      .replaceAll(/[\x00-\x1f]/g, " ")
      .replaceAll("\x7f", "\\u007f")
  );
}
