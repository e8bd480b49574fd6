// Node.js 24: the handler's result is awaited, the event loop is never waited for, and there are no callbacks.
const { callbackHandlerDeprecated, jsonStringifyError } = require("./errors.cjs");
const { contextFields } = require("./invocation.cjs");
const { logError, setRequestId } = require("./log-pipe.cjs");
const { runStreaming } = require("./response-stream.cjs");
const { setTraceId } = require("./trace-id.cjs");

const UNSETTLED_EXIT_CODE = 13;
const CALLBACK_ERROR =
  "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.";

class Runtime {
  #answers;
  #handler;
  #isStreaming;
  #isBusy = false;

  constructor(answers) {
    this.#answers = answers;
  }

  /** Uncaught errors end the process as Node.js does it by itself, with exit status 1. */
  watch() {
    process.on("beforeExit", () => {
      if (this.#isBusy) process.exit(UNSETTLED_EXIT_CODE);
    });
  }

  initFailed(error) {
    logError("Init Error", error);
    this.#answers.failInitAndExit(error, 1);
  }

  use(handler, isStreaming) {
    if (handler.length >= 3 && !isStreaming) throw callbackHandlerDeprecated(CALLBACK_ERROR);
    this.#handler = handler;
    this.#isStreaming = isStreaming;
  }

  async invoke(invocation) {
    const { requestId, traceId } = invocation;
    this.#isBusy = true;
    setRequestId(requestId);
    setTraceId(traceId);
    const context = contextFields(invocation);
    context.xRayTraceId = traceId;
    if (this.#isStreaming) await runStreaming(this.#handler, invocation, context, this.#answers);
    else await this.#runBuffered(invocation, context);
    this.#isBusy = false;
  }

  async #runBuffered({ requestId, eventText }, context) {
    try {
      const result = await this.#handler(JSON.parse(eventText), context);
      // Lets what the handler left behind run up to here, as AWS's client does.
      await new Promise(setImmediate);
      this.#answers.succeed(requestId, toJson(result));
    } catch (error) {
      await new Promise(setImmediate);
      logError("Invoke Error", error);
      this.#answers.fail(requestId, error);
    }
  }
}

function toJson(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    throw jsonStringifyError();
  }
}

module.exports = { Runtime };
