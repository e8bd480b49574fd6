import { ByteCollector } from "./byte-collector.ts";
import { MAX_LINE_BYTES } from "./line-splitter.ts";

/**
 * Frames of the log channel (fd 4, inside → host), AWS's own log-pipe format: a 16-byte big-endian header of type (u32),
 * message length (u32) and timestamp in µs (u64), then the message. @see spec: lambda §8.3
 * The types 0xa55a0100 and up are ours: raw output and the end of an invocation.
 */
export const LOG_HEADER_BYTES = 16;
export const LOG_TYPE = {
  text: 0xa55a0003,
  json: 0xa55a0002,
  /** What went through `process.stdout` / `sys.stdout`: raw, split into lines on the host. */
  stdout: 0xa55a0100,
  stderr: 0xa55a0200,
  /** Message: the request id whose log lines have all been written. */
  endOfInvocation: 0xa55a0300,
} as const;
/** TRACE 4, DEBUG 8, INFO 12, WARN 16, ERROR 20, FATAL 24 are or-ed into text and JSON types. */
const LEVEL_BITS = 0x1c;

export type LogItem =
  | { kind: "message"; timestampMs: number; message: string }
  | { kind: "raw"; stream: "stdout" | "stderr"; bytes: Buffer }
  | { kind: "endOfInvocation"; requestId: string };

type Header = { kind: "message" | "stdout" | "stderr" | "endOfInvocation"; timestampMs: number };

/**
 * Reads the log channel. User code can write there as well, so whatever isn't a frame turns the rest of the channel into
 * plain text: logs are only shown, nothing depends on them. A message beyond the line limit is cut, never buffered whole.
 */
export class LogPipeDecoder {
  #pending: Buffer = Buffer.alloc(0);
  #current: { header: Header; kept: ByteCollector; missingBytes: number } | undefined;
  #plainText = false;

  constructor(private readonly maxMessageBytes: number = MAX_LINE_BYTES) {}

  push(chunk: Buffer): LogItem[] {
    if (this.#plainText) return [{ kind: "raw", stream: "stdout", bytes: chunk }];
    const items: LogItem[] = [];
    let rest = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    this.#pending = Buffer.alloc(0);
    while (rest.length > 0 || this.#current?.missingBytes === 0) {
      if (!this.#current) {
        if (rest.length < LOG_HEADER_BYTES) {
          this.#pending = rest;
          break;
        }
        const header = readHeader(rest);
        if (!header) {
          this.#plainText = true;
          items.push({ kind: "raw", stream: "stdout", bytes: rest });
          break;
        }
        this.#current = { header, kept: new ByteCollector(), missingBytes: rest.readUInt32BE(4) };
        rest = rest.subarray(LOG_HEADER_BYTES);
      }
      rest = this.#consume(rest, items);
    }
    return items;
  }

  #consume(bytes: Buffer, items: LogItem[]): Buffer {
    const current = this.#current!;
    const taken = bytes.subarray(0, current.missingBytes);
    current.missingBytes -= taken.length;
    if (current.header.kind === "stdout" || current.header.kind === "stderr") {
      // Raw output is split into lines further on; passing it on piece by piece keeps it whole at any size.
      items.push({ kind: "raw", stream: current.header.kind, bytes: taken });
      if (current.missingBytes === 0) this.#current = undefined;
      return bytes.subarray(taken.length);
    }
    const { header, kept } = current;
    kept.add(taken.subarray(0, this.maxMessageBytes - kept.bytes));
    if (current.missingBytes === 0) {
      this.#current = undefined;
      items.push(toItem(header, kept.take(kept.bytes)));
    }
    return bytes.subarray(taken.length);
  }
}

function readHeader(bytes: Buffer): Header | undefined {
  const type = bytes.readUInt32BE(0);
  const timestampMs = Number(bytes.readBigUInt64BE(8) / 1000n);
  if (type === LOG_TYPE.stdout) return { kind: "stdout", timestampMs };
  if (type === LOG_TYPE.stderr) return { kind: "stderr", timestampMs };
  if (type === LOG_TYPE.endOfInvocation) return { kind: "endOfInvocation", timestampMs };
  const withoutLevel = (type & ~LEVEL_BITS) >>> 0;
  if (withoutLevel === LOG_TYPE.text || withoutLevel === LOG_TYPE.json) return { kind: "message", timestampMs };
  return undefined;
}

function toItem(header: Header, body: Buffer): LogItem {
  const text = body.toString("utf8");
  if (header.kind === "endOfInvocation") return { kind: "endOfInvocation", requestId: text };
  const message = text.endsWith("\n") ? text.slice(0, -1) : text;
  return { kind: "message", timestampMs: header.timestampMs, message };
}
