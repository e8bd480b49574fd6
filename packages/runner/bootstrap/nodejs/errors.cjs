// Errors of the runtime itself, and how any error is told to the caller and in the log.
const { types } = require("node:util");

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
    // The first line of a stack is made before the name is known.
    this.stack = this.stack.replace(/^Error/, name);
    Object.defineProperty(this, "name", { enumerable: false });
  }
}

const importModuleError = (cause) => new RuntimeError("Runtime.ImportModuleError", String(cause));
const handlerNotFound = (message) => new RuntimeError("Runtime.HandlerNotFound", message);
const malformedHandlerName = (message) => new RuntimeError("Runtime.MalformedHandlerName", message);
const userCodeSyntaxError = (cause) => new RuntimeError("Runtime.UserCodeSyntaxError", String(cause));
const malformedStreamingHandler = (message) => new RuntimeError("Runtime.MalformedStreamingHandler", message);
const callbackHandlerDeprecated = (message) => new RuntimeError("Runtime.CallbackHandlerDeprecated", message);
const jsonStringifyError = () => new RuntimeError("Runtime.JSONStringifyError", "Unable to stringify response body");
const invalidStreamingOperation = (message) => new RuntimeError("Runtime.InvalidStreamingOperation", message);

function unhandledPromiseRejection(reason, promise) {
  const error = new RuntimeError("Runtime.UnhandledPromiseRejection", String(reason));
  error.reason = reason;
  error.promise = promise;
  return error;
}

/** The payload that the caller receives. */
function toPayload(error) {
  try {
    if (types.isNativeError(error) || looksLikeError(error)) {
      return {
        errorType: escapeDelete(error.name),
        errorMessage: escapeDelete(error.message),
        trace: escapeDelete(error.stack ?? "").split("\n"),
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

function intoError(value) {
  if (types.isNativeError(value)) return value;
  try {
    return new Error(String(value));
  } catch {
    return new Error(typeof value);
  }
}

/** A tab and the error as JSON with all its own fields. */
function toFormatted(error) {
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? withOwnFields(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(toPayload(error))}`;
  }
}

function withOwnFields(error) {
  const fields = { errorType: error.name, errorMessage: error.message, code: error.code, ...error };
  if (typeof error.stack === "string") fields.stack = error.stack.split("\n");
  return fields;
}

function looksLikeError(value) {
  return ["name", "message", "stack"].every((key) => typeof value?.[key] === "string" && value[key] !== "");
}

function escapeDelete(text) {
  return text.replaceAll("\x7F", "%7F");
}

module.exports = {
  importModuleError,
  handlerNotFound,
  malformedHandlerName,
  userCodeSyntaxError,
  malformedStreamingHandler,
  callbackHandlerDeprecated,
  jsonStringifyError,
  invalidStreamingOperation,
  unhandledPromiseRejection,
  toPayload,
  intoError,
  toFormatted,
};
