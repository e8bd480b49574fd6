// Errors of the runtime itself, and how any error is told to the caller and in the log.
import { types } from "node:util";

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
    // The first line of a stack is made before the name is known.
    this.stack = this.stack.replace(/^Error/, name);
    Object.defineProperty(this, "name", { enumerable: false });
  }
}

export const importModuleError = (cause) => new RuntimeError("Runtime.ImportModuleError", String(cause));
export const handlerNotFound = (message) => new RuntimeError("Runtime.HandlerNotFound", message);
export const malformedHandlerName = (message) => new RuntimeError("Runtime.MalformedHandlerName", message);
export const userCodeSyntaxError = (cause) => new RuntimeError("Runtime.UserCodeSyntaxError", String(cause));
export const malformedStreamingHandler = (message) => new RuntimeError("Runtime.MalformedStreamingHandler", message);
export const callbackHandlerDeprecated = (message) => new RuntimeError("Runtime.CallbackHandlerDeprecated", message);
export const jsonStringifyError = () =>
  new RuntimeError("Runtime.JSONStringifyError", "Unable to stringify response body");
export const invalidStreamingOperation = (message) => new RuntimeError("Runtime.InvalidStreamingOperation", message);

export function unhandledPromiseRejection(reason, promise) {
  const error = new RuntimeError("Runtime.UnhandledPromiseRejection", String(reason));
  error.reason = reason;
  error.promise = promise;
  return error;
}

/** The payload that the caller receives. */
export function toPayload(error) {
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

export function intoError(value) {
  if (types.isNativeError(value)) return value;
  try {
    return new Error(String(value));
  } catch {
    return new Error(typeof value);
  }
}

/** A tab and the error as JSON with all its own fields. */
export function toFormatted(error) {
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
