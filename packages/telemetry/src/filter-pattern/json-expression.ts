import { type ConditionOperands, readConditions } from "./conditions.ts";
import { PatternCursor } from "./pattern-cursor.ts";

/** `{ $.level = "ERROR" && ($.ms > 100 || $.items[0].id NOT EXISTS) }`: messages that aren't JSON objects don't match. */
export function parseJsonExpression(pattern: string): (message: string) => boolean {
  const cursor = new PatternCursor(pattern);
  cursor.take("{");
  const matches = readConditions(cursor, SELECTORS);
  if (!cursor.take("}")) throw cursor.problem("&&, || or }");
  cursor.skipBlanks();
  if (!cursor.atEnd) throw cursor.problem("the end of the pattern");
  return (message) => {
    const subject = parseObject(message);
    return subject !== null && matches(subject);
  };
}

const SELECTORS: ConditionOperands<object> = { read: readSelector, numbersInText: false };

/** `$.a.b`, `$.list[0]`, `$['a key']`. */
function readSelector(cursor: PatternCursor): (subject: object) => unknown {
  if (!cursor.match(/\$/y)) throw cursor.problem("a selector such as $.level");
  const path: string[] = [];
  while (true) {
    const step = cursor.match(/\.?\[\s*(?:(\d+)|'([^']*)'|"([^"]*)")\s*\]|\.([^\s.[\](){}=<>!&|%"',*]+)/y);
    if (!step) break;
    path.push((step[1] ?? step[2] ?? step[3] ?? step[4])!);
  }
  if (path.length === 0) throw cursor.problem("a property such as .level, [0] or ['a key'] after $");
  return (subject) => {
    let value: unknown = subject;
    for (const key of path) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  };
}

function parseObject(message: string): object | null {
  const text = message.trimStart();
  if (!text.startsWith("{") && !text.startsWith("[")) return null;
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}
