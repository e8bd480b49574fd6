import { ValidationError } from "@lambent/model";
import { requireRange } from "./constraints.ts";

export interface PageRequest {
  /** `nextMarker` of the page before. */
  marker?: string;
  /** 1 to 1,000; 100 when omitted. */
  maxItems?: number;
}

export interface IamPage<Item> {
  items: Item[];
  /** Present when there is more. */
  nextMarker?: string;
}

const MAX_ITEMS_DEFAULT = 100;
const MAX_ITEMS_MAX = 1000;

/** @throws ValidationError */
export function pageSize({ maxItems = MAX_ITEMS_DEFAULT }: PageRequest): number {
  requireRange(maxItems, "maxItems", { min: 1, max: MAX_ITEMS_MAX });
  return Math.trunc(maxItems);
}

/** Where a page begins: behind this key. @throws ValidationError for a marker that we didn't give */
export function afterOf({ marker }: PageRequest): string | undefined {
  if (marker === undefined) return undefined;
  const key = Buffer.from(marker, "base64url").toString("utf8");
  if (key === "" || markerOf(key) !== marker) throw new ValidationError("Invalid Marker.");
  return key;
}

/** Names the last item of a page: what is made or deleted meanwhile shifts nothing. */
export function markerOf(key: string): string {
  return Buffer.from(key, "utf8").toString("base64url");
}

/** A page of a short list that is sorted by `keyOf`. @throws ValidationError */
export function pageOf<Item>(
  items: readonly Item[],
  request: PageRequest,
  keyOf: (item: Item) => string,
): IamPage<Item> {
  const size = pageSize(request);
  const after = afterOf(request);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return { items: page, ...(rest.length > size && last !== undefined && { nextMarker: markerOf(keyOf(last)) }) };
}
