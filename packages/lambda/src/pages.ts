import { InvalidParameterValue } from "@lambent/model";

/** How a list is read page by page. */
export interface PageRequest {
  /** What the page before gave as `nextMarker`. */
  marker?: string | undefined;
  /** AWS gives 50 at most, whatever is asked for. @see spec: lambda §1.3 */
  maxItems?: number | undefined;
}

const PAGE_SIZE_MAX = 50;

export function pageSize({ maxItems = PAGE_SIZE_MAX }: PageRequest): number {
  return Math.max(1, Math.min(maxItems, PAGE_SIZE_MAX));
}

/**
 * Cuts what was read, one more than a page holds, to a page.
 * @param keyOf where the next page goes on: strings that tell an item's place.
 */
export function pageOf<Item>(
  read: readonly Item[],
  size: number,
  keyOf: (item: Item) => readonly string[],
): { items: Item[]; nextMarker?: string } {
  const items = read.slice(0, size);
  const last = items.at(-1);
  if (read.length <= size || last === undefined) return { items };
  return { items, nextMarker: Buffer.from(JSON.stringify(keyOf(last))).toString("base64url") };
}

/** The strings that `keyOf` gave; undefined for the first page. @throws InvalidParameterValue */
export function keyOfMarker({ marker }: PageRequest): string[] | undefined {
  if (marker === undefined || marker === "") return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(marker, "base64url").toString("utf8"));
    if (Array.isArray(key) && key.every((part) => typeof part === "string")) return key;
  } catch {
    // Said below.
  }
  throw new InvalidParameterValue("The marker is none that this list has given. Start again without one.");
}
