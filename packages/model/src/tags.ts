import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

export const TAGS_MAX = 50;
export const TAG_KEY_MAX_LENGTH = 128;
export const TAG_VALUE_MAX_LENGTH = 256;
const TAG_PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_PATTERN_TEXT = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";

/** A function's tags: at most 50, keys of 1 to 128 characters not starting with `aws:`, values of up to 256. */
export const TagsSchema = z.record(z.string(), z.string()).superRefine((tags, context) => {
  const refuse = (message: string) => context.addIssue({ code: "custom", input: tags, message });
  const entries = Object.entries(tags);
  if (entries.length > TAGS_MAX) refuse("Number of tags exceeds resource tag limit.");
  for (const [key, value] of entries) {
    const constraint = tagKeyConstraint(key);
    if (constraint !== null) {
      refuse(constraintMessage(`{${key}=${value}}`, "tags", `Map keys must satisfy constraint: [${constraint}]`));
    } else if (/^aws:/i.test(key)) refuse(`${RESERVED_PREFIX} Tag key: ${key}`);
    const valueConstraint = tagValueConstraint(value);
    if (valueConstraint !== null) {
      refuse(constraintMessage(`{${key}=${value}}`, "tags", `Map value must satisfy constraint: [${valueConstraint}]`));
    }
  }
});

const RESERVED_PREFIX = "Tag keys that start with aws: are reserved for system use.";

function tagKeyConstraint(key: string): string | null {
  if (key.length === 0) return MEMBER.minLength(1);
  if (key.length > TAG_KEY_MAX_LENGTH) return MEMBER.maxLength(TAG_KEY_MAX_LENGTH);
  return TAG_PATTERN.test(key) ? null : MEMBER.pattern(TAG_PATTERN_TEXT);
}

function tagValueConstraint(value: string): string | null {
  if (value.length > TAG_VALUE_MAX_LENGTH) return MEMBER.maxLength(TAG_VALUE_MAX_LENGTH);
  return TAG_PATTERN.test(value) ? null : MEMBER.pattern(TAG_PATTERN_TEXT);
}

export interface TagRow {
  key: string;
  value: string;
}

/** What a form has to say about its tag rows; `row` is null when all rows together are the problem. */
export function tagIssues(rows: readonly TagRow[]): { row: number | null; message: string }[] {
  const issues: { row: number | null; message: string }[] = [];
  const seen = new Set<string>();
  rows.forEach(({ key, value }, row) => {
    const message = tagKeyIssue(key) ?? tagValueIssue(value);
    if (message !== null) issues.push({ row, message });
    else if (seen.has(key)) issues.push({ row, message: "You must specify a unique tag key." });
    seen.add(key);
  });
  if (rows.length > TAGS_MAX) issues.push({ row: null, message: `A function can have up to ${TAGS_MAX} tags.` });
  return issues;
}

const ALLOWED = "letters, numbers, spaces and _ . : / = + - @";

function tagKeyIssue(key: string): string | null {
  if (key.trim() === "") return "You must specify a tag key.";
  if (/^aws:/i.test(key)) return "A tag key can't start with aws:.";
  if (key.length > TAG_KEY_MAX_LENGTH) return `A tag key can have up to ${TAG_KEY_MAX_LENGTH} characters.`;
  return TAG_PATTERN.test(key) ? null : `A tag key can contain only ${ALLOWED}.`;
}

function tagValueIssue(value: string): string | null {
  if (value.length > TAG_VALUE_MAX_LENGTH) return `A tag value can have up to ${TAG_VALUE_MAX_LENGTH} characters.`;
  return TAG_PATTERN.test(value) ? null : `A tag value can contain only ${ALLOWED}.`;
}
