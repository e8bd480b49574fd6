import { type HttpHead, headOf, isRecord, MalformedResponse } from "./http-head.ts";

/** Content type of a stream that begins with its status and headers as JSON. @see spec: lambda §4.4 */
export const HTTP_INTEGRATION_CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";
/** NUL bytes between the JSON and the body. */
const DELIMITER_BYTES = 8;
/** Bytes of the JSON; far more than the headers that clients take. */
export const PRELUDE_LIMIT_BYTES = 128 * 1024;

export type PreludeStep =
  /** The JSON isn't complete yet. */
  | { kind: "waiting" }
  /** `rest` is the beginning of the body, perhaps empty; what comes after it is body as well. */
  | { kind: "head"; head: HttpHead; rest: Uint8Array }
  /** Its client gets a 502. */
  | { kind: "malformed"; reason: string };

const WAITING: PreludeStep = { kind: "waiting" };

/** The head of a stream that has no prelude: status 200 and the type that the function has set. */
export function streamHead(contentType: string): HttpHead {
  return { statusCode: 200, headers: [["content-type", contentType]] };
}

/**
 * Reads the prelude of a streamed response, in whatever pieces it comes. Holds at most {@link PRELUDE_LIMIT_BYTES}, and looks at
 * each byte once.
 */
export class ResponsePrelude {
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #nulBytes = 0;

  /** Takes the next bytes; not to be called again once it has answered anything but `waiting`. */
  push(chunk: Uint8Array): PreludeStep {
    let position = 0;
    if (this.#nulBytes === 0) {
      const nul = chunk.indexOf(0);
      position = nul < 0 ? chunk.byteLength : nul;
      this.#length += position;
      if (this.#length > PRELUDE_LIMIT_BYTES) {
        this.#parts.length = 0;
        return malformed(`The prelude is longer than ${PRELUDE_LIMIT_BYTES} bytes.`);
      }
      // A copy: the chunk is its sender's.
      if (position > 0) this.#parts.push(chunk.slice(0, position));
    }
    for (; position < chunk.byteLength && this.#nulBytes < DELIMITER_BYTES; position++) {
      // JSON has no NUL byte, so the first one begins the delimiter.
      if (chunk[position] !== 0) return malformed("The prelude doesn't end with eight NUL bytes.");
      this.#nulBytes++;
    }
    return this.#nulBytes === DELIMITER_BYTES ? this.#head(chunk.subarray(position)) : WAITING;
  }

  /** The stream has ended before its prelude. */
  end(): PreludeStep {
    return malformed("The response ended within its prelude.");
  }

  #head(rest: Uint8Array): PreludeStep {
    try {
      const metadata: unknown = JSON.parse(
        new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(this.#parts)),
      );
      if (!isRecord(metadata)) return malformed("The prelude is not a JSON object.");
      return { kind: "head", head: headOf(metadata, "application/octet-stream"), rest };
    } catch (error) {
      if (error instanceof MalformedResponse) return malformed(error.message);
      if (error instanceof SyntaxError || error instanceof TypeError) return malformed("The prelude is not JSON.");
      throw error;
    } finally {
      this.#parts.length = 0;
    }
  }
}

function malformed(reason: string): PreludeStep {
  return { kind: "malformed", reason };
}
