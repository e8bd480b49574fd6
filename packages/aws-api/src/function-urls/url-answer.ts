import type { IncomingMessage, ServerResponse } from "node:http";
import { BAD_GATEWAY, type HttpHead, type HttpResponse, withCors } from "@lambent/lambda";
import { endWith } from "../endpoint/end-with.ts";
import { hasArrived } from "../endpoint/read-body.ts";
import { lingerAndClose } from "../endpoint/write-answer.ts";
import type { FunctionUrlRecord } from "./function-urls.ts";

/**
 * The page gets an origin of its own, so that its scripts can't speak to the AWS API from the API's own.
 * @see docs/adr/0018-functions-keep-their-layers.md
 */
const OWN_ORIGIN = [
  "content-security-policy",
  "sandbox allow-scripts allow-forms allow-popups allow-downloads",
] as const;
/** The platform's: what a function says under these names isn't sent. */
const PLATFORM_HEADERS = new Set(["x-amzn-requestid", "x-amzn-trace-id"]);
/** They have no body, so its length isn't told either. */
const BODILESS = new Set([204, 304]);

export interface AnswerContext {
  requestId: string;
  traceId: string;
  /** The URL was named by the path. */
  byPath: boolean;
  cors: FunctionUrlRecord["cors"];
}

/** Sends what a function or the platform answers, with what the platform says of every request. */
export class UrlAnswer {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #context: AnswerContext;

  constructor(request: IncomingMessage, response: ServerResponse, context: AnswerContext) {
    this.#request = request;
    this.#response = response;
    this.#context = context;
  }

  send({ body, ...head }: HttpResponse): void {
    if (!this.begin(head, body.byteLength)) return;
    endWith(this.#response, body);
  }

  /** @param length absent when it isn't known yet. @returns false when it can't be sent; the client has got a 502 then. */
  begin({ statusCode, headers }: HttpHead, length?: number): boolean {
    try {
      this.#response.writeHead(statusCode, this.#platformHeaders(statusCode, headers, length));
      return true;
    } catch (error) {
      // Node looks at each name and value once more: what it refuses has not reached the socket.
      if (this.#response.headersSent || !isRefusedHeader(error)) throw error;
      this.send(BAD_GATEWAY);
      return false;
    }
  }

  #platformHeaders(statusCode: number, given: HttpHead["headers"], length: number | undefined): string[] {
    const { requestId, traceId, byPath, cors } = this.#context;
    const headers = withCors(
      cors,
      { method: this.#request.method ?? "GET", headers: corsHeaders(this.#request) },
      given,
    )
      // Cookies of a host name go to all its ports: by path they would reach the console.
      .filter(([name]) => !PLATFORM_HEADERS.has(name) && !(byPath && name === "set-cookie"));
    headers.push(["x-amzn-requestid", requestId], ["x-amzn-trace-id", traceId]);
    if (byPath) headers.push(OWN_ORIGIN);
    if (length !== undefined && !BODILESS.has(statusCode)) headers.push(["content-length", String(length)]);
    if (!hasArrived(this.#request)) {
      headers.push(["connection", "close"]);
      lingerAndClose(this.#request, this.#response);
    }
    return headers.flat();
  }
}

/** Those that CORS asks for; of repeated ones the first. */
export function corsHeaders({ headers }: Pick<IncomingMessage, "headers">): Record<string, string | undefined> {
  const { origin } = headers;
  return {
    origin,
    "access-control-request-method": headers["access-control-request-method"],
    "access-control-request-headers": headers["access-control-request-headers"],
  };
}

function isRefusedHeader(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ERR_INVALID_CHAR" || code === "ERR_INVALID_HTTP_TOKEN";
}
