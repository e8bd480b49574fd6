/** Where a JSON text stops being JSON. Line and column count from 1, as an editor shows them. */
export interface JsonProblem {
  line: number;
  column: number;
  /** What is wrong and what was expected, without the place. */
  message: string;
}

export type FormattedJson = { ok: true; text: string } | { ok: false; problem: JsonProblem };

/** The first problem of a text that should be JSON, or null when it is JSON. */
export function jsonProblem(text: string): JsonProblem | null {
  try {
    JSON.parse(text); // native and quick; the scanner is only needed to say where
    return null;
  } catch {
    const formatted = formatJson(text);
    return formatted.ok ? null : formatted.problem;
  }
}

/** "Line 3, column 5: …", the sentence shown beside a refused button. */
export function describeJsonProblem({ line, column, message }: JsonProblem): string {
  return `Line ${line}, column ${column}: ${message}`;
}

/**
 * Re-indents JSON by two spaces without touching any value: numbers keep their digits (`1.0`, 20-digit integers) and strings
 * their escapes, which `JSON.stringify(JSON.parse(text))` would change.
 */
export function formatJson(text: string): FormattedJson {
  try {
    return { ok: true, text: new JsonScanner(text).document() };
  } catch (error) {
    if (error instanceof JsonScanError) return { ok: false, problem: placeOf(text, error) };
    throw error;
  }
}

class JsonScanError extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

function placeOf(text: string, { offset, message }: JsonScanError): JsonProblem {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, message };
}

const WHITE_SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
/** Deeper than any event; the scanner recurses, so a limit keeps a hostile text from exhausting the stack. */
const DEEPEST_NESTING = 1_000;

class JsonScanner {
  private at = 0;
  constructor(private readonly text: string) {}

  document(): string {
    this.skip(WHITE_SPACE);
    if (this.at === this.text.length) this.fail("The text is empty. Enter a JSON value, for example {}.");
    const value = this.value("");
    this.skip(WHITE_SPACE);
    if (this.at < this.text.length) this.fail(`Unexpected ${this.found()} after the end of the JSON value.`);
    return value;
  }

  private value(indent: string): string {
    const next = this.text[this.at];
    if (next === "{") return this.list(indent, "}", () => this.member(`${indent}  `));
    if (next === "[") return this.list(indent, "]", () => this.value(`${indent}  `));
    if (next === '"') return this.string();
    if (next === "'") this.fail("Strings need double quotes.");
    const number = this.match(NUMBER);
    if (number !== "") {
      if (/\d/.test(this.text[this.at] ?? "")) this.fail("Numbers can't start with 0.");
      return number;
    }
    const start = this.at;
    const word = this.match(WORD);
    if (word === "true" || word === "false" || word === "null") return word;
    this.at = start;
    return this.fail(word === "" ? `Expected a value but found ${this.found()}.` : unknownWord(word));
  }

  private list(indent: string, close: "}" | "]", item: () => string): string {
    if (indent.length / 2 >= DEEPEST_NESTING) this.fail(`Values are nested deeper than ${DEEPEST_NESTING} levels.`);
    const open = this.text[this.at++] ?? "";
    const items: string[] = [];
    this.skip(WHITE_SPACE);
    if (this.text[this.at] === close) {
      this.at++;
      return open + close;
    }
    for (;;) {
      this.skip(WHITE_SPACE);
      items.push(`${indent}  ${item()}`);
      this.skip(WHITE_SPACE);
      const comma = this.at;
      const next = this.text[this.at];
      if (next === close) break;
      if (next !== ",") this.fail(`Expected "," or "${close}" but found ${this.found()}.`);
      this.at++;
      this.skip(WHITE_SPACE);
      if (this.text[this.at] === close) {
        this.at = comma;
        this.fail(`Remove the comma before "${close}".`);
      }
    }
    this.at++;
    return `${open}\n${items.join(",\n")}\n${indent}${close}`;
  }

  private member(indent: string): string {
    if (this.text[this.at] !== '"') this.fail(`Expected a property name in double quotes but found ${this.found()}.`);
    const name = this.string();
    this.skip(WHITE_SPACE);
    if (this.text[this.at] !== ":") this.fail(`Expected ":" after the property name but found ${this.found()}.`);
    this.at++;
    this.skip(WHITE_SPACE);
    return `${name}: ${this.value(indent)}`;
  }

  private string(): string {
    const start = this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined || character === "\n" || character === "\r") {
        this.at = start;
        return this.fail("This string has no closing double quote.");
      }
      if (character < " ") this.fail("Write control characters in strings as escapes, for example \\t.");
      if (character === '"') break;
      if (character === "\\") this.escape();
      this.at++;
    }
    this.at++;
    return this.text.slice(start, this.at);
  }

  private escape(): void {
    const escaped = this.text.slice(this.at + 1, this.at + 6);
    if (/^u[0-9a-fA-F]{4}/.test(escaped)) this.at += 5;
    else if (/^["\\/bfnrt]/.test(escaped)) this.at += 1;
    else this.fail(`"\\${escaped[0] ?? ""}" is not an escape that JSON knows. Write "\\\\" for a backslash.`);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const matched = pattern.exec(this.text)?.[0] ?? "";
    this.at += matched.length;
    return matched;
  }

  private skip(pattern: RegExp): void {
    this.match(pattern);
  }

  private found(): string {
    const codePoint = this.text.codePointAt(this.at);
    return codePoint === undefined ? "the end of the text" : `"${String.fromCodePoint(codePoint)}"`;
  }

  private fail(message: string): never {
    throw new JsonScanError(this.at, message);
  }
}

function unknownWord(word: string): string {
  const lower = word.toLowerCase();
  if (lower === "true" || lower === "false" || lower === "null") return `JSON writes ${lower}, not ${word}.`;
  if (word === "None" || word === "undefined") return `JSON has no ${word}. Use null.`;
  return `"${word}" is not a JSON value. Put text in double quotes.`;
}
