/** Largest event of a synchronous invocation, in bytes (6 MB). */
export const SYNC_PAYLOAD_LIMIT_BYTES = 6_291_456;
/** Largest event of an asynchronous invocation, in bytes (1 MB; 256 KB before October 2025). */
export const ASYNC_PAYLOAD_LIMIT_BYTES = 1_048_576;
/** Largest response of a synchronous invocation: 6 MB and 100 bytes of envelope; above it is a function error. */
export const RESPONSE_PAYLOAD_LIMIT_BYTES = 6_291_556;
/** Bytes of the log that an invocation returns with `LogType: Tail`. */
export const LOG_TAIL_LIMIT_BYTES = 4096;
