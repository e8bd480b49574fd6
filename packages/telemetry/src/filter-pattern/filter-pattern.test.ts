import { expect, test } from "vitest";
import { compileFilterPattern } from "./filter-pattern.ts";

/** Which of the messages the pattern matches. */
function matching(pattern: string | undefined, messages: string[]): string[] {
  const { matches, requiredTexts } = compileFilterPattern(pattern);
  const found = messages.filter(matches);
  for (const message of found) expect(requiredTexts.every((text) => message.includes(text))).toBe(true);
  return found;
}

const LINES = [
  "INFO started",
  "WARN disk nearly full",
  "ERROR disk full",
  "ERROR Task timed out after 3.00 seconds",
  "error in lower case",
];

test.each<[string | undefined, number[]]>([
  [undefined, [0, 1, 2, 3, 4]],
  ["", [0, 1, 2, 3, 4]],
  [" ", [0, 1, 2, 3, 4]],
  ["ERROR", [2, 3]],
  ["disk ERROR", [2]],
  ["RRO", [2, 3]],
  ["?WARN ?INFO", [0, 1]],
  ["ERROR -timed", [2]],
  ["-disk", [0, 3, 4]],
  ["?WARN ?ERROR -nearly", [2, 3]],
  ["ERROR ?started", [2, 3]],
  ['"disk full"', [2]],
  ['-"disk full" ERROR', [3]],
  ['?"disk full" ?started', [0, 2]],
  ["3.00", [3]],
  ["%3\\.0{2}%", [3]],
  ["%^E.*full$%", [2]],
  ["%[Ee]rror|WARN%", [1, 4]],
  ["-%disk% -INFO", [3, 4]],
])("terms: %s", (pattern, expected) => {
  expect(matching(pattern, LINES)).toEqual(expected.map((index) => LINES[index]));
});

const EVENTS = [
  '{"level":"ERROR","ms":250,"ok":false,"user":null,"tags":["a","b"]}',
  '{"level":"INFO","ms":12.5,"ok":true,"request":{"path":"/items/7","a.b":"dotted"}}',
  '{"level":"WARN","ms":"250","items":[{"id":1},{"id":2}]}',
  "ERROR plain text",
  '{"level":"ERROR" broken',
];

test.each<[string, number[]]>([
  ['{ $.level = "ERROR" }', [0]],
  ["{ $.level = ERROR }", [0]],
  ["{$.level=ERROR}", [0]],
  ['{ $.level != "ERROR" }', [1, 2]],
  ["{ $.ms > 12.5 }", [0]],
  ["{ $.ms >= 12.5 }", [0, 1]],
  ["{ $.ms = 2.5e2 }", [0]],
  ['{ $.ms = "250" }', [2]],
  ['{ $.level = "*R*" }', [0, 2]],
  ['{ $.request.path = "/items/*" }', [1]],
  ["{ $.request['a.b'] = dotted }", [1]],
  ["{ $.items[1].id = 2 }", [2]],
  ['{ $.tags[0] = "a" }', [0]],
  ["{ $.user IS NULL }", [0]],
  ["{ $.ok IS TRUE }", [1]],
  ["{ $.ok is false }", [0]],
  ["{ $.ok NOT EXISTS }", [2]],
  ["{ $.level = %^[EW]% && $.ms < 1000 }", [0]],
  ["{ ($.level = INFO || $.level = WARN) && $.ms = 12.5 }", [1]],
  ["{ $.level = INFO || $.level = WARN && $.ms = 1 }", [1]],
  ["{ $.toString NOT EXISTS }", [0, 1, 2]],
])("JSON: %s", (pattern, expected) => {
  expect(matching(pattern, EVENTS)).toEqual(expected.map((index) => EVENTS[index]));
});

const ACCESS = [
  '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534',
  '127.0.0.1 - - [10/Oct/2000:13:25:15 -0700] "GET /style.css HTTP/1.0" 200 204',
  "END of it",
];

test.each<[string, number[]]>([
  ["[ip, id, user, time, request, status=404, bytes]", [0]],
  ["[ip, id, user, time, request, status=4*, bytes]", [0]],
  ["[ip, id, user != frank, time, request, status, bytes]", [1]],
  ["[..., status, bytes > 1000]", [0]],
  ["[..., bytes < 1000]", [1]],
  ["[ip=127.0.0.1, ...]", [0, 1]],
  ['[ip, id, user, time, request="GET *", ..., bytes]', [0, 1]],
  ["[a, b, c]", [2]],
  ['[w1!="END" && w1!="START", ...]', [0, 1]],
  ["[..., status = %^[24]0% , bytes]", [0, 1]],
])("space-delimited: %s", (pattern, expected) => {
  expect(matching(pattern, ACCESS)).toEqual(expected.map((index) => ACCESS[index]));
});

test.each([
  ['"never closed', /double quote at position 1 is never closed/],
  ["a -", /"-" at position 3 has no term after it/],
  ["? a", /"\?" at position 1 has no term after it/],
  ["%abc", /at position 1 has no closing %/],
  ["%%", /it is empty/],
  ["%(a|b)%", /groups aren't part of CloudWatch's expressions/],
  ["%*a%", /\* has nothing before it to repeat/],
  ["%a{3,2}%", /bounds in { } run backwards/],
  ["%a{x}%", /must hold one number or two/],
  ["%[a%", /\[ is never closed/],
  ["%[z-a]%", /range in \[ \] runs backwards/],
  ["%a^%", /\^ must be at the start/],
  ["%a$b%", /\$ must be at the end/],
  ["%\\q%", /\\q has no meaning/],
  ["%\\xg1%", /two hexadecimal digits/],
  ["%a{999}%", /more than 256 characters/],
  ["{ level = 1 }", /at position 3, a selector such as \$\.level was expected instead of "level = 1 }"/],
  ["{ $ = 1 }", /a property such as \.level/],
  ["{ $.a ~ 1 }", /an operator/],
  ["{ $.a > x }", /a number was expected/],
  ["{ $.a = }", /a number, a text/],
  ["{ ($.a = 1 }", /&&, \|\| or \) was expected instead of "}"/],
  ["{ $.a = 1", /&&, \|\| or } was expected instead of the end/],
  ["{ $.a = 1 } b", /the end of the pattern was expected/],
  ["[ERROR] disk", /put it in "double quotes"/],
  ["[..., ...]", /only one \.\.\./],
  ["[a b]", /an operator/],
  ["x".repeat(1_025), /1025 characters; 1024 is the limit/],
])("a bad pattern is refused with what to do: %s", (pattern, message) => {
  expect(() => compileFilterPattern(pattern)).toThrow(message);
  expect(() => compileFilterPattern(pattern)).toThrow(/^Invalid filter pattern: /);
});
