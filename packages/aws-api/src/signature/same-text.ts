import { timingSafeEqual } from "node:crypto";

/** In a time that tells nothing of where they differ. */
export function sameText(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
