// Node.js 20 and 22: handlers answer by a promise or by a callback, and an answer by callback waits for an empty event loop.
const { unhandledPromiseRejection } = require("./errors.cjs");
const { callbackContext, contextFields, parseClientContext } = require("./invocation.cjs");
const { logError, setRequestId } = require("./log-pipe.cjs");
const { runStreaming } = require("./response-stream.cjs");
const { setTraceId } = require("./trace-id.cjs");

/** Node.js' own code for promises that can never settle; the platform tells it as Runtime.NodeJsExit. */
const UNSETTLED_EXIT_CODE = 13;
const UNCAUGHT_EXIT_CODE = 129;
const UNHANDLED_REJECTION_EXIT_CODE = 128;

const CALLBACK_WARNING =
  "AWS Lambda plans to remove support for callback-based function handlers starting with Node.js 24. You will need to update this function to use an async handler to use Node.js 24 or later. For more information and to provide feedback on this change, see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137. To disable this warning, set the AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable.";

class Runtime {
  #answers;
  #handler;
  #isStreaming;
  #currentId;
  #whenLoopIsEmpty = () => {};

  constructor(answers) {
    this.#answers = answers;
  }

  /** Before user code is loaded: what goes wrong from now on is told. */
  watch() {
    const end = (error, exitCode) => {
      if (this.#currentId !== undefined) this.#answers.failAndExit(this.#currentId, error, exitCode);
      else if (this.#handler === undefined) this.#answers.failInitAndExit(error, exitCode);
      // Between two events nobody waits for an answer.
      else process.exit(exitCode);
    };
    process.on("uncaughtException", (error) => {
      logError("Uncaught Exception", error);
      end(error, UNCAUGHT_EXIT_CODE);
    });
    process.on("unhandledRejection", (reason, promise) => {
      const error = unhandledPromiseRejection(reason, promise);
      logError("Unhandled Promise Rejection", error);
      end(error, UNHANDLED_REJECTION_EXIT_CODE);
    });
    process.on("beforeExit", () => this.#whenLoopIsEmpty());
  }

  initFailed(error) {
    logError("Uncaught Exception", error);
    this.#answers.failInitAndExit(error, UNCAUGHT_EXIT_CODE);
  }

  use(handler, isStreaming) {
    this.#handler = handler;
    this.#isStreaming = isStreaming;
    const isAsync = handler.constructor?.name === "AsyncFunction";
    if (handler.length === 3 && !isAsync && !isStreaming) {
      if (process.env.AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING === undefined) console.warn(CALLBACK_WARNING);
    }
  }

  invoke(invocation) {
    const { requestId } = invocation;
    this.#currentId = requestId;
    setRequestId(requestId);
    setTraceId(invocation.traceId);
    if (this.#isStreaming) {
      this.#whenLoopIsEmpty = () => process.exit(UNSETTLED_EXIT_CODE);
      void runStreaming(this.#handler, invocation, contextFields(invocation), this.#answers).then(() =>
        this.#answerOnce(requestId, () => {}),
      );
      return;
    }
    const { callback, context } = this.#callbacks(invocation);
    this.#whenLoopIsEmpty = () => this.#answerOnce(requestId, () => this.#answers.succeed(requestId, "null"));
    try {
      context.clientContext = parseClientContext(invocation.clientContext);
      const result = this.#handler(JSON.parse(invocation.eventText), context, callback);
      if (typeof result?.then === "function") {
        this.#whenLoopIsEmpty = () => process.exit(UNSETTLED_EXIT_CODE);
        result.then(context.succeed, context.fail).catch(context.fail);
      }
    } catch (error) {
      callback(error);
    }
  }

  #answerOnce(requestId, answer) {
    if (this.#currentId !== requestId) return;
    this.#whenLoopIsEmpty = () => {};
    answer();
    this.#currentId = undefined;
  }

  /** The callback and the context's `done`, `succeed` and `fail`: whichever comes first answers. */
  #callbacks(invocation) {
    const { requestId } = invocation;
    let finished = false;
    const once =
      (action) =>
      (...values) => {
        if (finished) return;
        action(...values);
        finished = true;
      };
    const fail = (error) =>
      this.#answerOnce(requestId, () => {
        logError("Invoke Error", error);
        this.#answers.fail(requestId, error);
      });
    const succeed = (result) => this.#answerOnce(requestId, () => this.#answers.succeed(requestId, toJson(result)));
    const done = (error, result) => (isNothing(error) ? succeed(result) : fail(error));
    const callback = (error, result) => {
      if (!isNothing(error)) fail(error);
      else if (!context.callbackWaitsForEmptyEventLoop) succeed(result);
      else this.#whenLoopIsEmpty = () => setImmediate(() => succeed(result));
    };
    const context = callbackContext(invocation, {
      succeed: once(succeed),
      fail: once((error) => fail(isNothing(error) ? "handled" : error)),
      done: once(done),
    });
    return { callback: once(callback), context };
  }
}

const isNothing = (value) => value === undefined || value === null;

function toJson(result) {
  try {
    // A function or a symbol has no JSON; the caller gets null.
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
}

module.exports = { Runtime };
