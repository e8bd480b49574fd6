import { LOG_TAIL_LIMIT_BYTES } from "@lambent/model";

/** The end of one invocation's log, START to REPORT, in at most 4 KB however much was printed. */
export interface LogTail {
  add(message: string): void;
  text(): string;
}

export function createLogTail(): LogTail {
  let started = false;
  let tail = Buffer.alloc(0);
  return {
    add(message) {
      // Lines of the init phase stand before START and are not part of AWS's tail.
      started ||= message.startsWith("START RequestId: ");
      if (!started) return;
      // A line's own end is enough: what would be cut off anyway is not copied.
      const line = Buffer.from(`${message.slice(-LOG_TAIL_LIMIT_BYTES)}\n`);
      tail = Buffer.concat([tail, line]);
      if (tail.length > LOG_TAIL_LIMIT_BYTES)
        tail = tail.subarray(firstWholeCharacter(tail, tail.length - LOG_TAIL_LIMIT_BYTES));
    },
    text: () => tail.toString("utf8"),
  };
}

/** UTF-8's continuation bytes are 10xxxxxx: a cut must not stand before one. */
function firstWholeCharacter(bytes: Uint8Array, from: number): number {
  let index = from;
  while (index < bytes.length && ((bytes[index] as number) & 0b1100_0000) === 0b1000_0000) index++;
  return index;
}
