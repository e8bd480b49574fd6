import type { IncomingMessage, ServerResponse } from "node:http";
import type { ControlMessage, ResponsePart } from "../wire/control-messages.ts";
import { RESPONSE_CHUNK_LIMIT_BYTES, RESPONSE_LIMIT_BYTES } from "../wire/frame.ts";
import type { Answer, RuntimeState } from "./answers.ts";
import * as answers from "./answers.ts";
import { errorInTrailers, errorReport } from "./error-report.ts";
import { discard, gather } from "./request-body.ts";
import { routeOf } from "./route.ts";
import { eventHeaders, type RuntimeEvent } from "./runtime-event.ts";

/** Before whatever isn't the next step of a runtime is answered: a client that asks in a loop costs next to nothing. */
const REFUSAL_DELAY_MS = 5;

/** Who hears of what a runtime does. */
export interface RuntimeApiHost {
  /** Gets `initDone` or `initError` once, then one message for each event. */
  tell(message: ControlMessage): void;
  /** Gets a streamed response as it comes. @returns as {@link ResponseReceiver.take} does. */
  take(part: ResponsePart): Promise<void> | "full" | undefined;
}

/**
 * The Runtime API of one environment, version 2018-06-01. User code is the client, so each request is only what it claims:
 * at most one body is held at a time, and a step out of turn is refused. @see spec: lambda §7.1
 *
 * An invocation is over when the runtime asks for the next event, as on AWS: what it does after it has answered is part of
 * it, and a runtime that ends instead has failed.
 */
export class RuntimeApiSession {
  #state: RuntimeState = "Started";
  readonly #host: RuntimeApiHost;
  /** Requests for the next event that wait, the newest last. */
  readonly #waiting = new Set<ServerResponse>();
  /** Given by the host, and not answered yet by the runtime. */
  #event: RuntimeEvent | undefined;
  #answer: ControlMessage | undefined;

  constructor(host: RuntimeApiHost) {
    this.#host = host;
  }

  /** For the runtime's next (or waiting) request. */
  give(event: RuntimeEvent): void {
    this.#event = event;
    if (this.#state === "Ready") this.#deliver();
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const route = routeOf(request.method ?? "", request.url ?? "");
    switch (route.operation) {
      case "next":
        discard(request);
        this.#next(response);
        break;
      case "response":
      case "error":
        if (route.requestId === this.#event?.request.requestId) {
          void this.#takeAnswer(route.operation, route.requestId, request, response);
        } else refuse(request, response, answers.INVALID_REQUEST_ID);
        break;
      case "initError":
        void this.#takeInitError(request, response);
        break;
      default:
        refuse(request, response, answers.NOT_OFFERED[route.operation]);
    }
  }

  #next(response: ServerResponse): void {
    switch (this.#state) {
      case "Started":
      case "ResponseSent": {
        const message: ControlMessage = this.#answer ?? { kind: "initDone" };
        this.#answer = undefined;
        this.#event = undefined;
        this.#state = "Ready";
        this.#wait(response);
        this.#host.tell(message);
        return;
      }
      case "Ready":
        this.#wait(response);
        if (this.#event) this.#deliver();
        return;
      case "Running":
        // A client that lost the answer, or asks again: it gets the same event.
        setTimeout(() => this.#event && send(response, this.#event), REFUSAL_DELAY_MS);
        return;
      default:
        later(response, answers.notAllowed(this.#state, "Ready"));
    }
  }

  #wait(response: ServerResponse): void {
    this.#waiting.add(response);
    response.once("close", () => this.#waiting.delete(response));
  }

  /** To whoever asked last: the others may be what is left of connections that broke. */
  #deliver(): void {
    const response = [...this.#waiting].at(-1);
    if (!response) return;
    this.#waiting.delete(response);
    this.#state = "Running";
    send(response, this.#event!);
  }

  async #takeAnswer(
    operation: "response" | "error",
    requestId: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const state = operation === "response" ? "InvocationResponse" : "InvocationErrorResponse";
    if (this.#state !== "Running") {
      refuse(request, response, answers.notAllowed(this.#state, state));
      return;
    }
    this.#state = state;
    const mode = request.headers["lambda-runtime-function-response-mode"];
    if (operation === "response" && mode !== undefined && mode !== "streaming") {
      this.#settle({ kind: "error", requestId, errorType: "Runtime.InvalidResponseModeHeader", ...WITHOUT_BODY });
      refuse(request, response, answers.INVALID_RESPONSE_MODE);
      return;
    }
    const { socket } = request;
    const isStreamed = operation === "response" && mode === "streaming";
    let body: Buffer | undefined;
    try {
      body = isStreamed ? await this.#pass(request, requestId) : await gather(request, RESPONSE_LIMIT_BYTES);
    } catch {
      answer(response, answers.TRUNCATED_REQUEST);
      socket.destroySoon();
      this.#settle({ kind: "error", requestId, errorType: "Runtime.TruncatedResponse", ...WITHOUT_BODY });
      return;
    }
    if (!body) {
      this.#settle({ kind: "responseTooLarge", requestId, ...WITHOUT_MARK });
      answer(response, answers.TOO_LARGE);
      return;
    }
    const error = operation === "error" ? errorReport(request.headers, body) : errorInTrailers(request.trailers);
    this.#settle(
      error
        ? { kind: "error", requestId, ...error, ...WITHOUT_MARK, fatal: false }
        : isStreamed
          ? { kind: "responseEnd", requestId, ...WITHOUT_MARK }
          : { kind: "response", requestId, payload: body, ...WITHOUT_MARK },
    );
    answer(response, answers.ACCEPTED);
  }

  /**
   * Hands a streamed response on, no faster than its reader takes it.
   * @returns an empty body, or undefined when it is larger than any response may be.
   * @throws when the client goes before its request is whole.
   */
  async #pass(request: IncomingMessage, requestId: string): Promise<Buffer | undefined> {
    const contentType = (request.headers["content-type"] ?? DEFAULT_CONTENT_TYPE).slice(0, CONTENT_TYPE_MAX_LENGTH);
    await this.#host.take({ kind: "responseStart", requestId, contentType });
    for await (const bytes of request as AsyncIterable<Buffer>) {
      for (let offset = 0; offset < bytes.length; offset += RESPONSE_CHUNK_LIMIT_BYTES) {
        const payload = bytes.subarray(offset, offset + RESPONSE_CHUNK_LIMIT_BYTES);
        const taken = this.#host.take({ kind: "responseChunk", requestId, payload });
        if (taken === "full") return undefined;
        await taken;
      }
    }
    return Buffer.alloc(0);
  }

  async #takeInitError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#state !== "Started") {
      refuse(request, response, answers.notAllowed(this.#state, "InitError"));
      return;
    }
    this.#state = "InitError";
    const body = await gather(request, RESPONSE_LIMIT_BYTES).catch(() => undefined);
    answer(response, body ? answers.ACCEPTED : answers.TOO_LARGE);
    this.#host.tell({ kind: "initError", ...errorReport(request.headers, body ?? Buffer.alloc(0)) });
  }

  #settle(message: ControlMessage): void {
    this.#answer = message;
    this.#state = "ResponseSent";
  }
}

/** As the Lambda API answers a stream whose type nobody named. */
const DEFAULT_CONTENT_TYPE = "application/octet-stream";
const CONTENT_TYPE_MAX_LENGTH = 256;
/** Nothing comes on descriptor 4, neither lines nor an end mark. */
const WITHOUT_MARK = { isQuiet: true };
const WITHOUT_BODY = { ...WITHOUT_MARK, payload: Buffer.alloc(0), fatal: false };

function send(response: ServerResponse, event: RuntimeEvent): void {
  response.writeHead(200, eventHeaders(event));
  response.end(event.request.payload);
}

function answer(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}

function later(response: ServerResponse, what: Answer): void {
  setTimeout(() => answer(response, what), REFUSAL_DELAY_MS);
}

function refuse(request: IncomingMessage, response: ServerResponse, what: Answer): void {
  discard(request);
  later(response, what);
}
