import type { FilterPattern } from "./filter-pattern.ts";
import { InvalidFilterPattern } from "./invalid-filter-pattern.ts";
import { compileLinearRegex } from "./linear-regex.ts";

interface Term {
  role: "required" | "excluded" | "alternative";
  /** Absent for a regular expression. */
  text?: string;
  isIn(message: string): boolean;
}

/** Terms that must, must not, or of which one should occur anywhere in the message. */
export function parseTerms(pattern: string): FilterPattern {
  const terms = [...readTerms(pattern)];
  const required = terms.filter(({ role }) => role === "required");
  const excluded = terms.filter(({ role }) => role === "excluded");
  // CloudWatch ignores ?terms beside plain ones.
  const alternatives = required.length > 0 ? [] : terms.filter(({ role }) => role === "alternative");
  return {
    matches: (message) =>
      required.every((term) => term.isIn(message)) &&
      !excluded.some((term) => term.isIn(message)) &&
      (alternatives.length === 0 || alternatives.some((term) => term.isIn(message))),
    requiredTexts: required.flatMap(({ text }) => text ?? []),
  };
}

function* readTerms(pattern: string): Generator<Term> {
  let at = 0;
  while (at < pattern.length) {
    if (/\s/.test(pattern[at]!)) {
      at += 1;
      continue;
    }
    const start = at;
    const role = pattern[at] === "-" ? "excluded" : pattern[at] === "?" ? "alternative" : "required";
    if (role !== "required") at += 1;
    const first = pattern[at];
    if (first === undefined || /\s/.test(first)) {
      throw new InvalidFilterPattern(
        `"${pattern[start]}" at position ${start + 1} has no term after it. Write the term right behind it, or put the character in double quotes to look for itself.`,
      );
    }
    if (first === '"') {
      const { text, end } = readPhrase(pattern, at);
      yield { role, text, isIn: (message) => message.includes(text) };
      at = end;
    } else if (first === "%") {
      const end = pattern.indexOf("%", at + 1);
      if (end < 0) {
        throw new InvalidFilterPattern(
          `the regular expression at position ${at + 1} has no closing %. Write %expression%, or put the character in double quotes to look for itself.`,
        );
      }
      yield { role, isIn: compileLinearRegex(pattern.slice(at + 1, end)) };
      at = end + 1;
    } else {
      const end = at + pattern.slice(at).search(/\s|$/);
      const text = pattern.slice(at, end);
      yield { role, text, isIn: (message) => message.includes(text) };
      at = end;
    }
  }
}

/** Reads from the opening quote; inside, `\"` and `\\` stand for the second character. */
function readPhrase(pattern: string, start: number): { text: string; end: number } {
  let text = "";
  for (let at = start + 1; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    if (character === '"') return { text, end: at + 1 };
    if (character === "\\" && (pattern[at + 1] === '"' || pattern[at + 1] === "\\")) at += 1;
    text += pattern[at];
  }
  throw new InvalidFilterPattern(
    `the double quote at position ${start + 1} is never closed. Close it, or write \\" inside a phrase to look for a quote.`,
  );
}
