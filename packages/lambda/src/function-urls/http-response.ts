import { type HttpHead, headOf, isRecord, MalformedResponse } from "./http-head.ts";

export interface HttpResponse extends HttpHead {
  body: Uint8Array;
}

const encoder = new TextEncoder();

/** What a client gets when the function failed, or answered what is no response. @see spec: lambda §10.7 */
export const BAD_GATEWAY: HttpResponse = {
  statusCode: 502,
  headers: [["content-type", "application/json"]],
  body: encoder.encode("Internal Server Error"),
};

/**
 * The HTTP response that a function's payload means. An object with `statusCode` is a response; any other JSON is the body of
 * one with status 200, a string without its quotes (the page's table shows them, HTTP APIs' same format has none).
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function httpResponse(payload: Uint8Array): HttpResponse {
  try {
    const result: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    if (isRecord(result) && Object.hasOwn(result, "statusCode")) {
      return { ...headOf(result, "application/json"), body: bodyOf(result) };
    }
    const body = typeof result === "string" ? encoder.encode(result) : payload;
    return { statusCode: 200, headers: [["content-type", "application/json"]], body };
  } catch (error) {
    if (error instanceof MalformedResponse || error instanceof SyntaxError || error instanceof TypeError) {
      return BAD_GATEWAY;
    }
    throw error;
  }
}

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

function bodyOf({ body, isBase64Encoded }: Record<string, unknown>): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  // As AWS does, though it asks for a string.
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (isBase64Encoded !== true) return encoder.encode(text);
  if (!BASE64.test(text)) throw new MalformedResponse("The body is not base64.");
  return Buffer.from(text, "base64");
}
