import { compileLinearRegex } from "./linear-regex.ts";
import type { PatternCursor } from "./pattern-cursor.ts";
import { compileWildcard } from "./wildcard.ts";

/** What is left of an operator: a JSON selector or a field's name. */
export interface ConditionOperands<Subject> {
  /** Reads one operand. The value that it yields is `undefined` where the subject has none. */
  read(cursor: PatternCursor): (subject: Subject) => unknown;
  /** Whether a text that is a number compares as one. */
  numbersInText: boolean;
}

type Test<Subject> = (subject: Subject) => boolean;
type ValueTest = (value: unknown) => boolean;

const VALUES = 'a number, a text or "a text in quotes"';

/** Conditions joined by `&&`, `||` and parentheses; `&&` binds more tightly. */
export function readConditions<Subject>(cursor: PatternCursor, operands: ConditionOperands<Subject>): Test<Subject> {
  const anyOf = [readAll(cursor, operands)];
  while (cursor.take("||")) anyOf.push(readAll(cursor, operands));
  return anyOf.length === 1 ? anyOf[0]! : (subject) => anyOf.some((test) => test(subject));
}

function readAll<Subject>(cursor: PatternCursor, operands: ConditionOperands<Subject>): Test<Subject> {
  const allOf = [readOne(cursor, operands)];
  while (cursor.take("&&")) allOf.push(readOne(cursor, operands));
  return allOf.length === 1 ? allOf[0]! : (subject) => allOf.every((test) => test(subject));
}

function readOne<Subject>(cursor: PatternCursor, operands: ConditionOperands<Subject>): Test<Subject> {
  if (cursor.take("(")) {
    const inner = readConditions(cursor, operands);
    if (!cursor.take(")")) throw cursor.problem("&&, || or )");
    return inner;
  }
  cursor.skipBlanks();
  const operand = operands.read(cursor);
  const test = readTest(cursor, operands.numbersInText);
  return (subject) => test(operand(subject));
}

function readTest(cursor: PatternCursor, numbersInText: boolean): ValueTest {
  cursor.skipBlanks();
  const keywords = cursor.match(/(IS\s+(NULL|TRUE|FALSE)|NOT\s+EXISTS)\b/iy)?.[1]?.toUpperCase();
  if (keywords) {
    if (keywords.startsWith("NOT")) return (value) => value === undefined;
    const expected = keywords.endsWith("NULL") ? null : keywords.endsWith("TRUE");
    return (value) => value === expected;
  }
  const operator = cursor.match(/!=|<=|>=|=|<|>/y)?.[0];
  if (!operator) throw cursor.problem("an operator (= != < > <= >=, IS NULL, IS TRUE, IS FALSE, NOT EXISTS)");
  cursor.skipBlanks();
  if (operator === "=" || operator === "!=") {
    const equals = readEquality(cursor, numbersInText);
    // A missing field is neither equal nor unequal.
    return operator === "=" ? equals : (value) => value !== undefined && !equals(value);
  }
  const limit = readNumber(cursor);
  if (limit === null) throw cursor.problem("a number");
  const compare = COMPARISONS[operator as keyof typeof COMPARISONS];
  return (value) => {
    const number = numberOf(value, numbersInText);
    return number !== null && compare(number, limit);
  };
}

const COMPARISONS = {
  "<": (a: number, b: number) => a < b,
  ">": (a: number, b: number) => a > b,
  "<=": (a: number, b: number) => a <= b,
  ">=": (a: number, b: number) => a >= b,
};

function readEquality(cursor: PatternCursor, numbersInText: boolean): ValueTest {
  const regex = cursor.match(/%([^%]*)%/y);
  if (regex) return textTest(compileLinearRegex(regex[1]!));
  const quoted = cursor.match(/"((?:[^"\\]|\\.)*)"/sy);
  if (quoted) return textTest(compileWildcard(quoted[1]!.replace(/\\(["\\])/g, "$1")));
  const number = readNumber(cursor);
  if (number !== null) return (value) => numberOf(value, numbersInText) === number;
  const bare = cursor.match(/[^\s"%()&|{}[\],=<>!]+/y);
  if (!bare) throw cursor.problem(VALUES);
  return textTest(compileWildcard(bare[0]));
}

function textTest(test: (text: string) => boolean): ValueTest {
  return (value) => typeof value === "string" && test(value);
}

function readNumber(cursor: PatternCursor): number | null {
  const found = cursor.match(/[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(?=[\s)\]},&|]|$)/iy);
  return found ? Number(found[0]) : null;
}

function numberOf(value: unknown, numbersInText: boolean): number | null {
  if (typeof value === "number") return value;
  if (!numbersInText || typeof value !== "string" || value === "") return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}
