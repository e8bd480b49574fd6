import { InvalidFilterPattern } from "./invalid-filter-pattern.ts";
import { parseJsonExpression } from "./json-expression.ts";
import { parseSpaceDelimited } from "./space-delimited.ts";
import { parseTerms } from "./terms.ts";

/** A compiled CloudWatch Logs filter pattern. */
export interface FilterPattern {
  matches: (message: string) => boolean;
  /** Texts that every matching message holds; a store may look for them first. */
  requiredTexts: readonly string[];
}

/** As CloudWatch. */
const FILTER_PATTERN_MAX_LENGTH = 1_024;

const EVERYTHING: FilterPattern = { matches: () => true, requiredTexts: [] };

/**
 * Case-sensitive. Three forms: terms (`timeout -START ?a ?b "a phrase" %rege+x%`), JSON (`{ $.level = "ERROR" }`) and
 * space-delimited (`[ip, user, status=5*]`). Matching takes time linear in the message's length whatever the pattern.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws InvalidFilterPattern
 */
export function compileFilterPattern(pattern: string | undefined): FilterPattern {
  const text = (pattern ?? "").trim();
  if (text === "") return EVERYTHING;
  if (text.length > FILTER_PATTERN_MAX_LENGTH) {
    throw new InvalidFilterPattern(
      `it has ${text.length} characters; ${FILTER_PATTERN_MAX_LENGTH} is the limit. Look for less at once.`,
    );
  }
  if (text.startsWith("{")) return { matches: parseJsonExpression(text), requiredTexts: [] };
  if (text.startsWith("[")) return { matches: parseSpaceDelimited(text), requiredTexts: [] };
  return parseTerms(text);
}
