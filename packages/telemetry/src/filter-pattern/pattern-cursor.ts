import { InvalidFilterPattern } from "./invalid-filter-pattern.ts";

/** Reads a pattern from left to right. */
export class PatternCursor {
  #at = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.#at >= this.text.length;
  }

  /** Skips blanks, then takes the text when it comes next. */
  take(text: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** Takes what a sticky expression matches here, without skipping blanks. */
  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.text);
    if (found) this.#at += found[0].length;
    return found;
  }

  skipBlanks(): void {
    this.match(/\s*/y);
  }

  /** Says what should have come here. */
  problem(expected: string): InvalidFilterPattern {
    const rest = this.text.slice(this.#at, this.#at + 20);
    const found = rest === "" ? "the end" : `"${rest}"`;
    return new InvalidFilterPattern(`at position ${this.#at + 1}, ${expected} was expected instead of ${found}.`);
  }
}
