import type { EnvironmentVariableRow } from "./environment-variables.ts";

const ASSIGNMENT = /^\s*(?:export\s+)?(?<key>[^\s=#'"]+)\s*=[ \t]*/;

/**
 * Reads the text of a `.env` file: `KEY=value`, `export KEY=value`, comments, single, double and back quotes
 * (these may span lines; double quotes know `\n \r \t \" \\ \$`). Nothing is expanded: `$HOME` stays `$HOME`.
 * @returns rows in file order, doubles included; `problems` name lines (counted from 1) that were left out.
 */
export function parseDotEnv(text: string): {
  rows: EnvironmentVariableRow[];
  problems: { line: number; message: string }[];
} {
  const rows: EnvironmentVariableRow[] = [];
  const problems: { line: number; message: string }[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (/^\s*(#|$)/.test(line)) continue;
    const match = ASSIGNMENT.exec(line);
    const key = match?.groups?.key;
    if (match === null || key === undefined) {
      problems.push({ line: index + 1, message: "Expected KEY=value." });
      continue;
    }
    const rest = line.slice(match[0].length);
    const quote = rest[0];
    if (quote !== '"' && quote !== "'" && quote !== "`") {
      rows.push({ key, value: unquoted(rest) });
      continue;
    }
    const quoted = readQuoted(lines, index, rest, quote);
    if (quoted === null) {
      problems.push({ line: index + 1, message: `The ${quote} that opens the value of ${key} is never closed.` });
      continue;
    }
    if (!/^\s*(#.*)?$/.test(quoted.after)) {
      problems.push({ line: quoted.lastLine + 1, message: `Unexpected text after the closing ${quote} of ${key}.` });
    } else {
      rows.push({ key, value: quoted.value });
    }
    index = quoted.lastLine;
  }
  return { rows, problems };
}

/** A `#` starts a comment only after white space, so that `a#b` (as in passwords and colours) stays whole. */
function unquoted(rest: string): string {
  return rest.replace(/(^|\s+)#.*$/, "").trim();
}

function readQuoted(lines: readonly string[], firstLine: number, rest: string, quote: string) {
  let value = "";
  let remaining = rest.slice(1);
  for (let lastLine = firstLine; ; ) {
    for (let at = 0; at < remaining.length; at++) {
      const char = remaining[at] as string;
      if (char === quote) return { value, after: remaining.slice(at + 1), lastLine };
      const escaped = quote === '"' && char === "\\" ? ESCAPES[remaining[at + 1] ?? ""] : undefined;
      if (escaped === undefined) value += char;
      else {
        value += escaped;
        at++;
      }
    }
    lastLine++;
    const next = lines[lastLine];
    if (next === undefined) return null;
    value += "\n";
    remaining = next;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$" };
