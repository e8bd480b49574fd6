// `awslambda.streamifyResponse`: what the handler writes is gathered and answered as a whole, which is what a caller of the
// buffered Invoke operation receives from AWS too.
const { Writable } = require("node:stream");
const { invalidStreamingOperation } = require("./errors.cjs");
const { markStreaming } = require("./load-handler.cjs");
const { logError } = require("./log-pipe.cjs");

const HTTP_CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";
const PRELUDE_DELIMITER_BYTES = 8;

class ResponseStream extends Writable {
  chunks = [];
  #hasStarted = false;

  setContentType(_contentType) {
    if (this.#hasStarted) throw invalidStreamingOperation("Cannot set content-type, too late.");
  }

  write(chunk, ...rest) {
    const isRaw = typeof chunk === "string" || chunk instanceof Uint8Array;
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      this._onBeforeFirstWrite?.((first) => super.write(first));
    }
    return super.write(isRaw ? chunk : JSON.stringify(chunk), ...rest);
  }

  _write(chunk, _encoding, callback) {
    this.chunks.push(chunk);
    callback();
  }
}

function installAwslambda() {
  if (["1", "true"].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = {
    streamifyResponse: (handler) => markStreaming(handler),
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
  try {
    const stream = new ResponseStream();
    const result = handler(JSON.parse(eventText), stream, context);
    if (typeof result?.then !== "function") throw new Error("Streaming does not support non-async handlers.");
    if ((await result) !== undefined) console.warn("Streaming handlers ignore return values.");
    if (!stream.writableEnded) throw new Error("Response stream is not finished.");
    answers.succeed(requestId, Buffer.concat(stream.chunks));
  } catch (error) {
    logError("Invoke Error", error);
    answers.fail(requestId, error);
  }
}

module.exports = { installAwslambda, runStreaming };
