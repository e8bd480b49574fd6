import { StringDecoder } from "node:string_decoder";

/** CloudWatch's historical limit of one event; longer lines become several. @see spec: lambda §3 */
export const MAX_LINE_BYTES = 262_144;

/** Cuts a raw byte stream (stdout, stderr) into lines; holds at most one line of the largest size. */
export class LineSplitter {
  #rest = "";
  #decoder = new StringDecoder("utf8");

  constructor(private readonly maxLineLength: number = MAX_LINE_BYTES) {}

  push(chunk: Buffer): string[] {
    const text = this.#rest + this.#decoder.write(chunk);
    const lines: string[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#cut(text.slice(start, end), lines);
      start = end + 1;
    }
    let rest = text.slice(start);
    while (rest.length > this.maxLineLength) {
      lines.push(rest.slice(0, this.maxLineLength));
      rest = rest.slice(this.maxLineLength);
    }
    this.#rest = rest;
    return lines;
  }

  /** The unfinished last line, when there is one: printed without a line break before the invocation ended. */
  flush(): string[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = "";
    return rest === "" ? [] : [rest];
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
