// `awslambda.streamifyResponse`: what the handler writes goes to the host as it comes. Whether the caller gets it in parts or
// as a whole is the host's affair, as on AWS.
const { Writable, finished } = require("node:stream");
const { invalidStreamingOperation } = require("./errors.cjs");
const { highWaterMarkOf, markStreaming } = require("./load-handler.cjs");
const { logError } = require("./log-pipe.cjs");

const DEFAULT_CONTENT_TYPE = "application/octet-stream";
const HTTP_CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";
const PRELUDE_DELIMITER_BYTES = 8;
/** The same limits stand in src/wire/frame.ts. */
const CHUNK_LIMIT_BYTES = 65_536;
const CONTENT_TYPE_LIMIT_BYTES = 1_024;

class ResponseStream extends Writable {
  #parts;
  #contentType = DEFAULT_CONTENT_TYPE;
  #isWritten = false;
  #hasStarted = false;

  constructor(parts, highWaterMark) {
    super({ highWaterMark });
    this.#parts = parts;
  }

  setContentType(contentType) {
    if (this.#isWritten) throw invalidStreamingOperation("Cannot set content-type, too late.");
    const text = String(contentType);
    // AWS's runtime puts it into an HTTP header, with Node.js' rule for those.
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text) || text.length > CONTENT_TYPE_LIMIT_BYTES) {
      const error = new TypeError('Invalid character in header content ["Content-Type"]');
      throw Object.assign(error, { code: "ERR_INVALID_CHAR" });
    }
    this.#contentType = text;
  }

  write(chunk, ...rest) {
    const isRaw = typeof chunk === "string" || chunk instanceof Uint8Array;
    if (!this.#isWritten) {
      this.#isWritten = true;
      this._onBeforeFirstWrite?.((first) => super.write(first));
    }
    return super.write(isRaw ? chunk : JSON.stringify(chunk), ...rest);
  }

  _write(chunk, _encoding, callback) {
    this.#send(chunk, 0, callback);
  }

  /** What gathered while the host was busy goes in as few parts as possible. */
  _writev(entries, callback) {
    this.#send(Buffer.concat(entries.map(({ chunk }) => chunk)), 0, callback);
  }

  _final(callback) {
    this.#start();
    callback();
  }

  /** Settles when the host's side of the socket has taken everything. */
  sent() {
    return new Promise((resolve, reject) => finished(this, (error) => (error ? reject(error) : resolve())));
  }

  /** After a failure: what was written before it still goes out, later writes come to nothing. */
  async abandon() {
    this.on("error", () => {});
    if (this.#hasStarted && !this.destroyed) {
      if (!this.writableEnded) this.end();
      await this.sent().catch(() => {});
    }
    this.destroy();
  }

  #start() {
    if (this.#hasStarted) return;
    this.#isWritten = true;
    this.#hasStarted = true;
    this.#parts.start(this.#contentType);
  }

  #send(bytes, offset, callback) {
    this.#start();
    const end = offset + CHUNK_LIMIT_BYTES;
    const then =
      end < bytes.length ? (error) => (error ? callback(error) : this.#send(bytes, end, callback)) : callback;
    if (offset < bytes.length) this.#parts.chunk(bytes.subarray(offset, end), then);
    else callback();
  }
}

function installAwslambda() {
  if (["1", "true"].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = {
    streamifyResponse: (handler, options) => markStreaming(handler, options),
    HttpResponseStream: {
      from(stream, prelude) {
        stream.setContentType(HTTP_CONTENT_TYPE);
        stream._onBeforeFirstWrite = (write) => {
          write(JSON.stringify(prelude));
          write(new Uint8Array(PRELUDE_DELIMITER_BYTES));
        };
        return stream;
      },
    },
  };
}

async function runStreaming(handler, { requestId, eventText }, context, answers) {
  const parts = answers.responseParts(requestId);
  const stream = new ResponseStream(parts, highWaterMarkOf(handler));
  try {
    const result = handler(JSON.parse(eventText), stream, context);
    if (typeof result?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
    if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
    if (!stream.writableEnded) throw new Error("Response stream is not finished.");
    await stream.sent();
  } catch (error) {
    logError("Invoke Error", error);
    await stream.abandon();
    answers.fail(requestId, error);
    return;
  }
  parts.end();
}

module.exports = { installAwslambda, runStreaming };
