import { ANY_RUN, COLON, matchesPattern, type Pattern } from "./wildcard.ts";

/** `arn:partition:service:region:account:` and then the resource, colons and all. */
const ARN_PARTS = 6;

/**
 * Compares an ARN part by part: a wildcard stays inside the part that it stands in, except in the resource at the end. A
 * pattern with fewer parts says nothing of the rest.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  if (pattern.length === 1 && pattern[0] === ANY_RUN) return true;
  const wanted = partsOfPattern(pattern);
  const found = partsOfArn(arn);
  // What is no ARN (`*`, for actions that no resource limits) is compared as a whole.
  if (found === null || wanted.length === 1) return matchesPattern(pattern, arn);
  return found.every((part, index) => wanted[index] === undefined || matchesPattern(wanted[index], part));
}

/** For the Arn… operators of conditions, which take nothing but ARNs. */
export function matchesArnStrictly(pattern: Pattern, arn: string): boolean {
  return partsOfArn(arn) !== null && matchesArn(pattern, arn);
}

function partsOfPattern(pattern: Pattern): Pattern[] {
  const parts: number[][] = [[]];
  for (const sign of pattern) {
    if (sign === COLON && parts.length < ARN_PARTS) parts.push([]);
    else parts.at(-1)?.push(sign);
  }
  return parts;
}

function partsOfArn(arn: string): string[] | null {
  const parts = arn.split(":");
  if (parts[0] !== "arn" || parts.length < ARN_PARTS) return null;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(":")];
}

/** The account that an ARN names; undefined for those without (S3's buckets) and for what is no ARN. */
export function accountOfArn(arn: string): string | undefined {
  return partsOfArn(arn)?.[4] || undefined;
}
