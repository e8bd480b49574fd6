import {
  InvalidInput,
  LimitExceeded,
  TAGS_MAX,
  TagsSchema,
  ValidationError,
  validationErrorMessage,
} from "@lambent/model";

export interface Tag {
  key: string;
  value: string;
}

/** @throws InvalidInput for a key that comes twice, LimitExceeded, ValidationError */
export function tagsOf(tags: readonly Tag[], kind: "Role" | "Policy" | "Session"): Record<string, string> {
  if (tags.length > TAGS_MAX) throw tooMany(kind);
  // IAM keeps the case of a key and ignores it when it compares.
  if (new Set(tags.map(({ key }) => key.toLowerCase())).size < tags.length) {
    throw new InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  const record = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  const { error } = TagsSchema.safeParse(record);
  if (error !== undefined)
    throw new ValidationError(validationErrorMessage(error.issues.map(({ message }) => message)));
  return record;
}

/** New values for keys that are there, whatever their case, and new keys behind them. @throws LimitExceeded */
export function withTags(
  before: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
  kind: "Role" | "Policy",
): Record<string, string> {
  const after = { ...withoutTags(before, Object.keys(added)), ...added };
  if (Object.keys(after).length > TAGS_MAX) throw tooMany(kind);
  return after;
}

export function withoutTags(before: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(before).filter(([key]) => !gone.has(key.toLowerCase())));
}

export function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

function tooMany(kind: string): LimitExceeded {
  return new LimitExceeded(`Cannot exceed quota for TagsPer${kind}: ${TAGS_MAX}`);
}
