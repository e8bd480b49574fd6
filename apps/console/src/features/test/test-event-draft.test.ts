import type { SavedTestEvent } from "@lambent/model";
import { describe, expect, test } from "vitest";
import {
  EMPTY_DRAFT,
  eventJsonIssue,
  eventNameIssue,
  NEW_EVENT,
  openEvent,
  type TestEventDraft,
  withoutUnsaved,
  withText,
} from "./test-event-draft.ts";

const saved: SavedTestEvent[] = [
  { name: "first", eventJson: '{"a":1}', updatedAt: "2026-01-15T10:00:00.000Z" },
  { name: "second", eventJson: "{}", updatedAt: "2026-01-15T10:00:00.000Z" },
];
const editing: TestEventDraft = { ...EMPTY_DRAFT, action: "edit" };

describe("the open event", () => {
  test("a new one starts as hello-world without a name", () => {
    const open = openEvent(EMPTY_DRAFT, saved, "first");
    expect(open).toEqual({ ...NEW_EVENT, savedName: null, modified: true });
    expect(JSON.parse(NEW_EVENT.eventJson)).toEqual({ key1: "value1", key2: "value2", key3: "value3" });
  });

  test("a saved one is shown as saved", () => {
    expect(openEvent(editing, saved, "first")).toEqual({
      name: "first",
      eventJson: '{"a":1}',
      savedName: "first",
      modified: false,
    });
  });

  test("one that was deleted elsewhere leaves nothing open", () => {
    expect(openEvent(editing, saved, "gone")).toBeNull();
    expect(openEvent(editing, saved, null)).toBeNull();
  });
});

test("what is typed stays with its event while another one is open", () => {
  const typed = withText(editing, openEvent(editing, saved, "first")!, { eventJson: '{"a":2}' });
  expect(openEvent(typed, saved, "second")).toMatchObject({ eventJson: "{}", modified: false });
  expect(openEvent(typed, saved, "first")).toMatchObject({ eventJson: '{"a":2}', savedName: "first", modified: true });
  const created = withText({ ...typed, action: "create" }, openEvent(EMPTY_DRAFT, saved, null)!, { name: "third" });
  expect(openEvent(created, saved, null)).toMatchObject({ name: "third" });
  expect(openEvent({ ...created, action: "edit" }, saved, "first")).toMatchObject({ eventJson: '{"a":2}' });
});

test("typing it back is no modification", () => {
  const open = openEvent(editing, saved, "first")!;
  const back = withText(withText(editing, open, { eventJson: "x" }), open, { eventJson: '{"a":1}' });
  expect(openEvent(back, saved, "first")?.modified).toBe(false);
});

test("after saving, a new event starts over and a saved one follows what is saved", () => {
  const typed = withText(editing, openEvent(editing, saved, "first")!, { eventJson: '{"a":2}' });
  expect(withoutUnsaved(typed, "first").edited).toEqual({});
  const created = withText(EMPTY_DRAFT, openEvent(EMPTY_DRAFT, [], null)!, { name: "third", eventJson: "[]" });
  expect(withoutUnsaved(created, null).created).toEqual(NEW_EVENT);
});

describe("refused before anything is sent", () => {
  test("what isn't JSON, with line and column", () => {
    expect(eventJsonIssue('{\n  "a": tru\n}')).toBe(
      'The event isn\'t valid JSON. Line 2, column 8: "tru" is not a JSON value. Put text in double quotes.',
    );
    expect(eventJsonIssue("{}")).toBeNull();
  });

  test("an event over 6 MB, counted in bytes", () => {
    const text = (letters: number) => `"${"é".repeat(letters)}"`;
    expect(eventJsonIssue(text(3_145_727))).toBeNull(); // 2 × 3,145,727 + 2 quotes = 6,291,456
    expect(eventJsonIssue(text(3_145_728))).toBe(
      "The event is too large: 6,291,458 bytes. The limit is 6,291,456 bytes (6 MB).",
    );
  });

  test("a name of 26 characters, an empty one, one with a blank", () => {
    expect(eventNameIssue("a".repeat(25), null, saved)).toBeNull();
    expect(eventNameIssue("a".repeat(26), null, saved)).toContain("25 characters");
    expect(eventNameIssue("", null, saved)).toBe("Enter an event name.");
    expect(eventNameIssue("my event", null, saved)).toContain("letters, numbers, dots, hyphens and underscores");
  });

  test("a name that another event has", () => {
    expect(eventNameIssue("second", null, saved)).toContain("exists already");
    expect(eventNameIssue("second", "first", saved)).toContain("exists already");
    expect(eventNameIssue("second", "second", saved)).toBeNull();
  });
});
