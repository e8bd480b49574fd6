import type { StaticStructureSchema } from "@smithy/types";
import { array, boolean, date, dictionary, integer, record, string, uint8Array } from "fast-check";

const STRING = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const TIMESTAMP = 4;
const BLOB = 21;
const LIST_OF = 64;
const MAP_OF = 128;

const NESTED: StaticStructureSchema = [3, "test", "Nested", 0, ["Text", "List"], [STRING, LIST_OF | STRING]];

/** One member of every type that a document can hold. */
export const EVERYTHING: StaticStructureSchema = [
  3,
  "test",
  "Everything",
  0,
  ["Text", "Count", "Flag", "Bytes", "When", "List", "Map", "Nested", "Structures"],
  [
    STRING,
    NUMBER,
    BOOLEAN,
    BLOB,
    TIMESTAMP,
    LIST_OF | STRING,
    MAP_OF | STRING,
    () => NESTED,
    [1, "test", "Structures", 0, () => NESTED],
  ],
];

const text = string({ unit: "grapheme", maxLength: 20 });
const nested = record({ Text: text, List: array(text, { minLength: 1, maxLength: 4 }) }, { requiredKeys: ["Text"] });

/** Values of {@link EVERYTHING}, any member present or not. */
export const everything = record(
  {
    Text: text,
    Count: integer(),
    Flag: boolean(),
    Bytes: uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    // Whole seconds from 1970: what every timestamp format can carry.
    When: date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map(
      (value) => new Date(Math.floor(value.getTime() / 1000) * 1000),
    ),
    List: array(text, { maxLength: 12 }),
    Map: dictionary(text, text, { maxKeys: 4, noNullPrototype: true }),
    Nested: nested,
    Structures: array(nested, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
