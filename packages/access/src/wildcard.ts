/**
 * IAM's wildcards: `*` stands for any run of characters, `?` for one.
 * Walks both texts once and goes back only to the last `*`, so no pattern can make it slow.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  // Most patterns are plain names; a role may have hundreds.
  if (!pattern.includes("*") && !pattern.includes("?")) return pattern === text;
  return matchesPattern(patternOf(pattern), text);
}

/** Characters as UTF-16 code units; wildcards, and colons that the policy's author wrote, as the negative signs below. */
export type Pattern = readonly number[];

export const ANY_RUN = -1;
export const ANY_ONE = -2;
/** A colon of the pattern itself, which may part an ARN; one that a variable brought along never does. */
export const COLON = -3;

const COLON_UNIT = 58;
const SIGN_OF_UNIT: ReadonlyMap<number, number> = new Map([
  ["*".charCodeAt(0), ANY_RUN],
  ["?".charCodeAt(0), ANY_ONE],
  [COLON_UNIT, COLON],
]);

/** A pattern without variables. */
export function patternOf(text: string): number[] {
  return literalPattern(text).map((unit) => SIGN_OF_UNIT.get(unit) ?? unit);
}

/** Characters that stand for themselves, whatever they are. */
export function literalPattern(text: string): number[] {
  const units = new Array<number>(text.length);
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
  return units;
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
