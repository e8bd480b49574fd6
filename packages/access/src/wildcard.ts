/**
 * IAM's wildcards: `*` stands for any run of characters, `?` for one.
 * Walks both texts once and goes back only to the last `*`, so no pattern can make it slow.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return matchesPattern(patternOf(pattern), text);
}

/** Characters as UTF-16 code units; wildcards, and colons that the policy's author wrote, as the negative signs below. */
export type Pattern = readonly number[];

export const ANY_RUN = -1;
export const ANY_ONE = -2;
/** A colon of the pattern itself, which may part an ARN; one that a variable brought along never does. */
export const COLON = -3;

const COLON_UNIT = 58;
const SIGNS: Readonly<Record<string, number>> = { "*": ANY_RUN, "?": ANY_ONE, ":": COLON };

/** A pattern without variables. */
export function patternOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => SIGNS[text.charAt(index)] ?? text.charCodeAt(index));
}

/** Characters that stand for themselves, whatever they are. */
export function literalPattern(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

export function matchesPattern(pattern: Pattern, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let lastStar = -1;
  let afterStarText = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === ANY_RUN) {
      lastStar = inPattern++;
      afterStarText = inText;
    } else if (wanted === ANY_ONE || unitOf(wanted) === text.charCodeAt(inText)) {
      inPattern++;
      inText++;
    } else if (lastStar >= 0) {
      inPattern = lastStar + 1;
      inText = ++afterStarText;
    } else return false;
  }
  while (pattern[inPattern] === ANY_RUN) inPattern++;
  return inPattern === pattern.length;
}

function unitOf(sign: number | undefined): number | undefined {
  return sign === COLON ? COLON_UNIT : sign;
}
