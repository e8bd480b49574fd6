import { rangeConstraints } from "./member-constraints.ts";

/** How a request asks for one page of a list. */
export interface PageMembers {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** Functions, versions and aliases may be asked for by thousands; a page holds 50 all the same. @see spec: lambda §1.3 */
export const LONG_LIST_MAX_ITEMS = 10_000;
export const SHORT_LIST_MAX_ITEMS = 50;

export const pageConstraints = ({ MaxItems }: PageMembers, maximum: number) =>
  rangeConstraints("maxItems", MaxItems, 1, maximum);

export function pageOf({ Marker, MaxItems }: PageMembers): { marker?: string; maxItems?: number } {
  return { ...(Marker !== undefined && { marker: Marker }), ...(MaxItems !== undefined && { maxItems: MaxItems }) };
}
