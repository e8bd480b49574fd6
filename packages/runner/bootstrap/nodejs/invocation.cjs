// One event: what the host sent, the context object made of it, and the answers that go back.

const { FRAME } = require("./control-channel.cjs");
const { toPayload } = require("./errors.cjs");
const { logRuntimeFault, writeEndMarker } = require("./log-pipe.cjs");

/** In place of a length: the field isn't there. */
const ABSENT = 0xffffffff;

/**
 * An INVOKE's body: f64 deadline, then request id, trace id, ARN and client context, each as u32 length and UTF-8, then the
 * event as the caller sent it. The same stands in src/wire/control-messages.ts.
 */
function readInvocation(body) {
  let offset = 8;
  const text = () => {
    const start = offset + 4;
    const bytes = body.readUInt32LE(offset);
    offset = bytes === ABSENT ? start : start + bytes;
    return bytes === ABSENT ? undefined : body.toString("utf8", start, offset);
  };
  return {
    deadlineMs: body.readDoubleLE(0),
    requestId: text(),
    traceId: text(),
    invokedFunctionArn: text(),
    clientContext: text(),
    eventText: body.toString("utf8", offset),
  };
}

/** What is the same in each invocation of an environment; reading it from there each time would take 2 µs. */
let environmentFields;

/** To be called once the function's environment variables are known. */
function readEnvironment({
  AWS_LAMBDA_FUNCTION_VERSION: functionVersion,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB,
  AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
  AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
}) {
  environmentFields = { functionVersion, functionName, memoryLimitInMB, logGroupName, logStreamName };
}

/** What every runtime's context has. */
function contextFields({ requestId, deadlineMs, invokedFunctionArn, clientContext }) {
  const { functionVersion, functionName, memoryLimitInMB, logGroupName, logStreamName } = environmentFields;
  return {
    functionVersion,
    functionName,
    memoryLimitInMB,
    logGroupName,
    logStreamName,
    clientContext: parseClientContext(clientContext),
    identity: undefined,
    invokedFunctionArn,
    awsRequestId: requestId,
    tenantId: undefined,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/**
 * The same after what answers by a callback, in AWS's order. One literal, and `callbackWaitsForEmptyEventLoop` plain data where
 * AWS has an accessor: with that, V8 makes a new hidden class for each event, which takes longer than all the rest. What may fail
 * to be read, the client context, is left to the caller.
 */
function callbackContext({ requestId, deadlineMs, invokedFunctionArn }, { succeed, fail, done }) {
  const { functionVersion, functionName, memoryLimitInMB, logGroupName, logStreamName } = environmentFields;
  return {
    callbackWaitsForEmptyEventLoop: true,
    succeed,
    fail,
    done,
    functionVersion,
    functionName,
    memoryLimitInMB,
    logGroupName,
    logStreamName,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn,
    awsRequestId: requestId,
    tenantId: undefined,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

function parseClientContext(text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ClientContext as json: ${error}`);
  }
}

class Answers {
  #channel;
  #limitBytes;
  #endOfLog;
  /** Once the end has been told, whatever user code still does before it is no answer any more. */
  #hasEnded = false;

  constructor(channel, limitBytes, endOfLog = writeEndMarker) {
    this.#channel = channel;
    this.#limitBytes = limitBytes;
    this.#endOfLog = endOfLog;
  }

  succeed(requestId, json) {
    if (Buffer.byteLength(json) > this.#limitBytes) {
      logRuntimeFault("Failed to post handler success response. Http response code: 413.");
      this.#send(FRAME.responseTooLarge, requestId);
    } else this.#send(FRAME.response, requestId, json);
  }

  /** The parts of a streamed response; `fail` may stand in place of `end`. */
  responseParts(requestId) {
    const id = named(requestId);
    return {
      start: (contentType) => {
        if (!this.#hasEnded) this.#channel.send(FRAME.responseStart, id, Buffer.from(contentType, "latin1"));
      },
      /** Calls back when the socket has taken it, which is how a slow reader holds up the function. */
      chunk: (bytes, callback) => {
        if (!this.#hasEnded) this.#channel.sendPart(callback, FRAME.responseChunk, id, bytes);
      },
      end: () => this.#send(FRAME.responseEnd, requestId),
    };
  }

  fail(requestId, error) {
    this.#send(FRAME.error, requestId, JSON.stringify(toPayload(error)));
  }

  /** Tells an error nobody caught, then ends the process with AWS's exit code for it. */
  failAndExit(requestId, error, exitCode) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const quiet = this.#endOfLog(requestId) ? FRAME.quiet : 0;
    const payload = JSON.stringify(toPayload(error));
    this.#channel.sendThen(() => process.exit(exitCode), FRAME.fatalError | quiet, named(requestId), payload);
  }

  failInitAndExit(error, exitCode) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const payload = JSON.stringify(toPayload(error));
    this.#channel.sendThen(() => process.exit(exitCode), FRAME.initError, payload);
  }

  #send(type, requestId, payload = "") {
    if (this.#hasEnded) return;
    const quiet = this.#endOfLog(requestId) ? FRAME.quiet : 0;
    this.#channel.hold();
    this.#channel.send(type | quiet, named(requestId), payload);
  }
}

/** u8 length, then the id, which is ASCII. */
function named(requestId) {
  return String.fromCharCode(requestId.length) + requestId;
}

module.exports = { readEnvironment, readInvocation, contextFields, callbackContext, parseClientContext, Answers };
