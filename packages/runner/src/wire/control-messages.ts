import type { InvocationRequest } from "../runner.port.ts";
import {
  beginFrame,
  CONTENT_TYPE_LIMIT_BYTES,
  encodeFrame,
  FRAME_HEADER_BYTES,
  FRAME_TYPE,
  type Frame,
  QUIET,
  RESPONSE_CHUNK_LIMIT_BYTES,
} from "./frame.ts";
import { ControlChannelError } from "./protocol-error.ts";

/** What a booted runtime needs to know to load the function. */
export interface InitMessage {
  /** For instance `dir/file.export`. */
  handler: string;
  /** For instance `nodejs20.x`: rules differ between majors. */
  runtime: string;
  /** The whole process environment that user code sees; user variables travel here, never on a command line. */
  environment: Readonly<Record<string, string>>;
  responseLimitBytes: number;
  /** Load the function, send what V8 compiled, and serve nothing. */
  fillsCompileCache?: boolean;
}

/** What a streamed response consists of before its end. */
export type ResponsePart =
  | { kind: "responseStart"; requestId: string; contentType: string }
  | { kind: "responseChunk"; requestId: string; payload: Buffer };

export type ControlMessage =
  | { kind: "ready"; interpreterVersion: string }
  | { kind: "initDone" }
  | { kind: "initError"; errorType: string; payload: Buffer }
  | Answer
  | ResponsePart
  | { kind: "invalidEntrypoint"; sentence: string };

const SENTENCE_LIMIT_BYTES = 1_024;
const DEADLINE_BYTES = 8;
/** In front of each text that goes with an event. */
const LENGTH_BYTES = 4;
/** In place of a length: the text isn't there. */
const ABSENT = 0xffffffff;

/** What ends an invocation. */
export type Answer = AnswerHead &
  (
    | { kind: "response"; payload: Buffer }
    | { kind: "error"; errorType: string; payload: Buffer; fatal: boolean }
    | { kind: "responseTooLarge" }
    | { kind: "responseEnd" }
  );

interface AnswerHead {
  requestId: string;
  /** The invocation wrote no log line, so that nothing more is to be waited for. */
  isQuiet: boolean;
}

/** @param environment variables that every function of the runtime finds. */
export function encodePrepare(environment: Readonly<Record<string, string>>): Buffer {
  return encodeFrame(FRAME_TYPE.prepare, Buffer.from(JSON.stringify({ environment })));
}

export function encodeInit(message: InitMessage): Buffer {
  return encodeFrame(FRAME_TYPE.init, Buffer.from(JSON.stringify(message)));
}

/**
 * f64 deadline, then request id, trace id, ARN and client context, each as u32 length and UTF-8, then the event's bytes as they
 * are: the host never parses them. The same stands in bootstrap/nodejs/invocation.cjs and bootstrap/python/lambent_runtime/invocation.py.
 */
export function encodeInvoke(request: InvocationRequest, deadlineMs: number): Buffer {
  const { requestId, traceId, invokedFunctionArn, clientContext, payload } = request;
  const texts = [requestId, traceId, invokedFunctionArn, clientContext];
  let bodyBytes = DEADLINE_BYTES + payload.byteLength;
  for (const text of texts) bodyBytes += LENGTH_BYTES + (text === undefined ? 0 : Buffer.byteLength(text));
  const frame = beginFrame(FRAME_TYPE.invoke, bodyBytes);
  let offset = frame.writeDoubleLE(deadlineMs, FRAME_HEADER_BYTES);
  for (const text of texts) {
    const start = offset + LENGTH_BYTES;
    const bytes = text === undefined ? 0 : frame.write(text, start);
    frame.writeUInt32LE(text === undefined ? ABSENT : bytes, offset);
    offset = start + bytes;
  }
  frame.set(payload, offset);
  return frame;
}

/** @throws ControlChannelError when the frame isn't one that a bootstrap writes. */
export function decodeControlMessage(frame: Frame): ControlMessage {
  const isQuiet = (frame.type & QUIET) !== 0;
  switch (frame.type & ~QUIET) {
    case FRAME_TYPE.ready:
      return { kind: "ready", interpreterVersion: frame.body.toString("utf8").slice(0, 64) };
    case FRAME_TYPE.initDone:
      return { kind: "initDone" };
    case FRAME_TYPE.initError:
      return { kind: "initError", errorType: errorTypeOf(frame.body), payload: frame.body };
    case FRAME_TYPE.response:
      return { kind: "response", isQuiet, ...splitRequestId(frame.body) };
    case FRAME_TYPE.error:
    case FRAME_TYPE.fatalError: {
      const { requestId, payload } = splitRequestId(frame.body);
      const fatal = (frame.type & ~QUIET) === FRAME_TYPE.fatalError;
      return { kind: "error", isQuiet, requestId, errorType: errorTypeOf(payload), payload, fatal };
    }
    case FRAME_TYPE.responseTooLarge:
      return { kind: "responseTooLarge", isQuiet, requestId: splitRequestId(frame.body).requestId };
    case FRAME_TYPE.responseStart: {
      const { requestId, payload } = splitRequestId(frame.body);
      return { kind: "responseStart", requestId, contentType: contentTypeOf(payload) };
    }
    case FRAME_TYPE.responseChunk: {
      const { requestId, payload } = splitRequestId(frame.body);
      if (payload.length === 0 || payload.length > RESPONSE_CHUNK_LIMIT_BYTES) {
        throw new ControlChannelError(
          `a part of a response with ${payload.length} bytes came on file descriptor 3; it must have 1 to ${RESPONSE_CHUNK_LIMIT_BYTES}`,
        );
      }
      return { kind: "responseChunk", requestId, payload };
    }
    case FRAME_TYPE.responseEnd:
      return { kind: "responseEnd", isQuiet, requestId: splitRequestId(frame.body).requestId };
    case FRAME_TYPE.invalidEntrypoint:
      return { kind: "invalidEntrypoint", sentence: frame.body.toString("utf8", 0, SENTENCE_LIMIT_BYTES) };
    default:
      throw new ControlChannelError(`a frame of unknown type ${frame.type} came on file descriptor 3`);
  }
}

/** u8 length, request id, then the payload. */
function splitRequestId(body: Buffer): { requestId: string; payload: Buffer } {
  const idBytes = body.length > 0 ? body.readUInt8(0) : 0;
  if (idBytes === 0 || body.length < 1 + idBytes) {
    throw new ControlChannelError("an answer without a request id came on file descriptor 3");
  }
  return { requestId: body.toString("utf8", 1, 1 + idBytes), payload: body.subarray(1 + idBytes) };
}

/** Becomes the value of an HTTP header at the edges: what Node.js takes for one, and nothing else. */
function contentTypeOf(payload: Buffer): string {
  const text = payload.toString("latin1");
  if (payload.length > CONTENT_TYPE_LIMIT_BYTES || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
    throw new ControlChannelError("a content type that can't be one came on file descriptor 3");
  }
  return text;
}

/** Read from what user code wrote, on the thread that serves everybody: a larger error is passed on unread. */
const PARSED_ERROR_MAX_BYTES = 1_048_576;
/** It goes into log lines and records. */
const ERROR_TYPE_MAX_LENGTH = 256;

function errorTypeOf(payload: Buffer): string {
  if (payload.length > PARSED_ERROR_MAX_BYTES) return "";
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload.toString("utf8"));
  } catch {
    throw new ControlChannelError("an error that isn't JSON came on file descriptor 3");
  }
  if (typeof parsed !== "object" || parsed === null) return "";
  const { errorType } = parsed as { errorType?: unknown };
  return typeof errorType === "string" ? errorType.slice(0, ERROR_TYPE_MAX_LENGTH) : "";
}
