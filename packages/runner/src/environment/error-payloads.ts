/** Payloads that the platform itself answers with, in AWS's words and key order. @see spec: lambda §4.2 */
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

export const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);

export const timedOutPayload = (requestId: string, limitMs: number): Uint8Array =>
  json({
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds(limitMs)} seconds`,
  });

export const exitPayload = (requestId: string, errorType: string, sentence: string): Uint8Array =>
  json({ errorType, errorMessage: `RequestId: ${requestId} Error: ${sentence}` });

export const responseTooLargePayload = (limitBytes: number): Uint8Array =>
  json({
    errorMessage: `Response payload size exceeded maximum allowed payload size (${limitBytes} bytes).`,
    errorType: "Function.ResponseSizeTooLarge",
  });
