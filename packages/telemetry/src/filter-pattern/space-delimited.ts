import { type ConditionOperands, readConditions } from "./conditions.ts";
import { PatternCursor } from "./pattern-cursor.ts";

type FieldTest = (field: string) => boolean;

/** `[ip, user, status=5*, bytes > 1000, ...]`: one entry per field of the message, `...` for any number of them. */
export function parseSpaceDelimited(pattern: string): (message: string) => boolean {
  const cursor = new PatternCursor(pattern);
  cursor.take("[");
  const before: FieldTest[] = [];
  let after: FieldTest[] | null = null;
  do {
    if (cursor.take("...")) {
      if (after) throw cursor.problem("only one ...");
      after = [];
    } else (after ?? before).push(readField(cursor));
  } while (cursor.take(","));
  if (!cursor.take("]"))
    throw cursor.problem('a comma or ] (to find a text that begins with [ put it in "double quotes")');
  cursor.skipBlanks();
  if (!cursor.atEnd) throw cursor.problem('the end (to find a text that begins with [ put it in "double quotes")');
  return (message) => {
    const fields = splitFields(message);
    const tail = after ?? [];
    const count = before.length + tail.length;
    if (after ? fields.length < count : fields.length !== count) return false;
    const tailStart = fields.length - tail.length;
    return (
      before.every((test, index) => test(fields[index]!)) &&
      tail.every((test, index) => test(fields[tailStart + index]!))
    );
  };
}

const FIELD_NAMES: ConditionOperands<string> = {
  read(cursor) {
    if (!cursor.match(/\w[\w-]*/y)) throw cursor.problem("a field's name");
    return (field) => field;
  },
  numbersInText: true,
};

/** A name alone stands for any field. */
function readField(cursor: PatternCursor): FieldTest {
  cursor.skipBlanks();
  if (cursor.match(/\w[\w-]*\s*(?=[,\]])/y)) return () => true;
  return readConditions(cursor, FIELD_NAMES);
}

/** Fields end at blanks; what stands in "quotes" or [brackets] is one. */
function splitFields(message: string): string[] {
  return Array.from(message.matchAll(/"([^"]*)"|\[([^\]]*)\]|\S+/g), (field) => field[1] ?? field[2] ?? field[0]);
}
