import { StringDecoder } from "node:string_decoder";

/** CloudWatch's historical limit of one event; longer lines become several. @see spec: lambda §3 */
export const MAX_LINE_BYTES = 262_144;

/** Cuts a raw byte stream (stdout, stderr) into lines; holds at most one line of the largest size. */
export class LineSplitter {
  #rest = "";
  #decoder = new StringDecoder("utf8");
  /** Nothing has come since the last flush, as is so after most invocations: asking the decoder would take time. */
  #isEmpty = true;

  constructor(private readonly maxLineLength: number = MAX_LINE_BYTES) {}

  /** Looks at new bytes alone: a long line that comes byte by byte costs no more than its length. */
  push(chunk: Buffer): string[] {
    this.#isEmpty = false;
    const text = this.#decoder.write(chunk);
    const lines: string[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#cut(this.#rest + text.slice(start, end), lines);
      this.#rest = "";
      start = end + 1;
    }
    this.#rest += text.slice(start);
    while (this.#rest.length > this.maxLineLength) {
      lines.push(this.#rest.slice(0, this.maxLineLength));
      this.#rest = this.#rest.slice(this.maxLineLength);
    }
    return lines;
  }

  /** The unfinished last line, when there is one: printed without a line break before the invocation ended. */
  flush(): string[] {
    if (this.#isEmpty) return [];
    this.#isEmpty = true;
    const rest = this.#rest + this.#decoder.end();
    this.#rest = "";
    const lines: string[] = [];
    if (rest !== "") this.#cut(rest, lines);
    return lines;
  }

  #cut(line: string, into: string[]): void {
    let rest = line;
    while (rest.length > this.maxLineLength) {
      into.push(rest.slice(0, this.maxLineLength));
      rest = rest.slice(this.maxLineLength);
    }
    into.push(rest);
  }
}
