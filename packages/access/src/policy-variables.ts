import type { ContextValues } from "./request-context.ts";
import { literalPattern, type Pattern, patternOf } from "./wildcard.ts";

/** `${key}` or `${key, 'default'}`. */
const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^([^,]*),\s*'(.*)'$/;
/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const ESCAPES: ReadonlySet<string> = new Set(["*", "?", "$"]);

/** What variables are replaced from; null leaves them as they are written (policies of version 2008-10-17). */
export type VariableSource = ContextValues | null;

/**
 * A policy's text as a pattern. What a variable brings in stands for itself, so a user named `*` gains nothing.
 * @returns null when a variable has no value: such a text equals nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function patternWithVariables(text: string, source: VariableSource): Pattern | null {
  if (source === null || !text.includes("${")) return patternOf(text);
  const pattern: number[] = [];
  const complete = eachPiece(text, source, (piece, isLiteral) => {
    for (const sign of isLiteral ? literalPattern(piece) : patternOf(piece)) pattern.push(sign);
  });
  return complete ? pattern : null;
}

/** The same for operators that know no wildcards. */
export function textWithVariables(text: string, source: VariableSource): string | null {
  if (source === null || !text.includes("${")) return text;
  let result = "";
  const complete = eachPiece(text, source, (piece) => {
    result += piece;
  });
  return complete ? result : null;
}

function eachPiece(text: string, source: ContextValues, take: (piece: string, isLiteral: boolean) => void): boolean {
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    take(text.slice(end, match.index), false);
    const value = variableValue(match[1] as string, source);
    if (value === undefined) return false;
    take(value, true);
    end = match.index + match[0].length;
  }
  take(text.slice(end), false);
  return true;
}

function variableValue(variable: string, source: ContextValues): string | undefined {
  if (ESCAPES.has(variable)) return variable;
  const [, key, fallback] = WITH_DEFAULT.exec(variable) ?? [];
  return key === undefined ? source.single(variable.trim()) : (source.single(key.trim()) ?? fallback);
}
