import { LOG_TAIL_LIMIT_BYTES } from "@lambent/model";

/** The end of one invocation's log, START to REPORT, in at most 4 KB however much was printed. */
export interface LogTail {
  add(message: string): void;
  text(): string;
}

export function createLogTail(): LogTail {
  let started = false;
  /** The last lines; without the first of them they are shorter than the tail. */
  const lines: string[] = [];
  let length = 0;
  return {
    add(message) {
      // Lines of the init phase stand before START and are not part of AWS's tail.
      started ||= message.startsWith("START RequestId: ");
      if (!started) return;
      // A line's own end is enough: what would be cut off anyway is not kept.
      const line = `${message.slice(-LOG_TAIL_LIMIT_BYTES)}\n`;
      lines.push(line);
      length += line.length;
      // A UTF-16 unit is at least one byte.
      while (length - lines[0]!.length >= LOG_TAIL_LIMIT_BYTES) length -= lines.shift()!.length;
    },
    text() {
      const text = lines.join("");
      const bytes = Buffer.from(text);
      if (bytes.length <= LOG_TAIL_LIMIT_BYTES) return text;
      return bytes.toString("utf8", firstWholeCharacter(bytes, bytes.length - LOG_TAIL_LIMIT_BYTES));
    },
  };
}

/** UTF-8's continuation bytes are 10xxxxxx: a cut must not stand before one. */
function firstWholeCharacter(bytes: Uint8Array, from: number): number {
  let index = from;
  while (index < bytes.length && ((bytes[index] as number) & 0b1100_0000) === 0b1000_0000) index++;
  return index;
}
