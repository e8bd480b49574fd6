// Log lines go to file descriptor 4 in AWS's framed format, each written before the next statement runs: what a function
// printed before it crashed is never lost, and a message may hold line breaks.
const { writeSync } = require("node:fs");
const { format } = require("node:util");
const { intoError, toFormatted } = require("./errors.cjs");

const LOG_FD = 4;
const HEADER_BYTES = 16;
const RAW_PIECE_BYTES = 16_384;
const TYPE = { text: 0xa55a0003, json: 0xa55a0002, stdout: 0xa55a0100, stderr: 0xa55a0200, end: 0xa55a0300 };
const LEVELS = {
  TRACE: { name: "TRACE", priority: 1, bits: 4 },
  DEBUG: { name: "DEBUG", priority: 2, bits: 8 },
  INFO: { name: "INFO", priority: 3, bits: 12 },
  WARN: { name: "WARN", priority: 4, bits: 16 },
  ERROR: { name: "ERROR", priority: 5, bits: 20 },
  FATAL: { name: "FATAL", priority: 6, bits: 24 },
};

// User code may replace these.
const now = Date.now;
let isOpen = true;
let isJson = false;
/** Node.js 24 writes `-` where the older runtimes write `undefined`. */
let requestIdOutside;
let currentRequestId;

/** Whether anything was written since the host was last told that all of it had been. */
let isQuiet = true;

function writeFrame(type, message, timestampMs) {
  isQuiet = false;
  if (!isOpen) return;
  const bytes = typeof message === "string" ? Buffer.from(message, "utf8") : message;
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes.length);
  frame.writeUInt32BE(type >>> 0, 0);
  frame.writeUInt32BE(bytes.length, 4);
  frame.writeBigUInt64BE(BigInt(timestampMs) * 1000n, 8);
  frame.set(bytes, HEADER_BYTES);
  let offset = 0;
  while (offset < frame.length) {
    try {
      offset += writeSync(LOG_FD, frame, offset);
    } catch (error) {
      if (error.code === "EAGAIN") continue;
      isOpen = false;
      return;
    }
  }
}

/** In pieces that the kernel takes as a whole, should a forked process write at the same time. */
function writeRaw(type, bytes) {
  for (let offset = 0; offset < bytes.length; offset += RAW_PIECE_BYTES) {
    writeFrame(type, bytes.subarray(offset, offset + RAW_PIECE_BYTES), now());
  }
}

/**
 * Tells the host that every line of this invocation has been written.
 * @returns whether there was none: then nothing is written, and the answer itself says so.
 */
function writeEndMarker(requestId) {
  const wasQuiet = isQuiet;
  if (!wasQuiet) writeFrame(TYPE.end, requestId, now());
  isQuiet = true;
  return wasQuiet;
}

function setRequestId(requestId) {
  currentRequestId = requestId;
  globalThis[Symbol.for("aws.lambda.runtime.requestId")] = requestId;
}

function log(level, message, params) {
  const date = new Date();
  const requestId = currentRequestId ?? requestIdOutside;
  if (isJson) {
    writeFrame(TYPE.json | level.bits, jsonLine(date, requestId, level, message, params), date.valueOf());
    return;
  }
  const text = `${date.toISOString()}\t${requestId}\t${level.name}\t${format(message, ...params)}\n`;
  writeFrame(TYPE.text | level.bits, text, date.valueOf());
}

function jsonLine(date, requestId, level, message, params) {
  const line = { timestamp: date.toISOString(), level: level.name, requestId };
  if (params.length === 0) {
    line.message = message;
    try {
      return JSON.stringify(line, (_key, value) => (value instanceof Error ? errorFields(value) : value));
    } catch {
      line.message = format(message);
      return JSON.stringify(line);
    }
  }
  line.message = format(message, ...params);
  const error = params.find((param) => param instanceof Error);
  if (error) {
    const { errorType, errorMessage, stackTrace } = errorFields(error);
    Object.assign(line, { errorType, errorMessage, stackTrace: stackTrace ?? [] });
  }
  return JSON.stringify(line);
}

function errorFields(error) {
  const stackTrace = typeof error.stack === "string" ? error.stack.split("\n") : error.stack;
  return { errorType: error.constructor?.name ?? "UnknownError", errorMessage: error.message, stackTrace, ...error };
}

/** Brings what the function prints to the log pipe. */
function patchConsole(major) {
  requestIdOutside = major >= 24 ? "-" : undefined;
  configureConsole(process.env);
  sendThroughLogPipe("stdout", TYPE.stdout);
  sendThroughLogPipe("stderr", TYPE.stderr);
}

/** To be called once the function's environment variables are known: they say in which format, and which levels. */
function configureConsole(environment) {
  isJson = environment.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";
  const least = LEVELS[environment.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()] ?? LEVELS.TRACE;
  for (const level of Object.values(LEVELS)) {
    const isTold = level.priority >= least.priority;
    console[level.name.toLowerCase()] = isTold ? (message, ...params) => log(level, message, params) : () => {};
  }
  console.log = console.info;
}

/** Keeps what is written to process.stdout in order with console's lines, and whole when the process ends at once. */
function sendThroughLogPipe(name, type) {
  const original = Object.getOwnPropertyDescriptor(process, name);
  let stream;
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (stream) return stream;
      stream = original.get.call(process);
      stream._writev = null;
      stream._write = (chunk, encoding, callback) => {
        writeRaw(type, typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
        callback();
      };
      return stream;
    },
  });
}

/** `Invoke Error`, `Uncaught Exception` and the like, as AWS's runtime tells them. */
function logError(title, error) {
  if (isJson) log(LEVELS.ERROR, intoError(error), []);
  else log(LEVELS.ERROR, title, [toFormatted(intoError(error))]);
}

/** A line of the native part of AWS's runtime; it goes to stderr as it is. */
function logRuntimeFault(text) {
  writeFrame(TYPE.stderr, Buffer.from(`[ERROR] [${now()}] LAMBDA_RUNTIME ${text}\n`), now());
}

module.exports = { writeEndMarker, setRequestId, patchConsole, configureConsole, logError, logRuntimeFault };
