import type { Page } from "./store.ts";

/** Cuts a page out of rows of which one more was read than it may have. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  maxItems: number,
  itemOf: (row: Row) => Item,
  markerOf: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, maxItems);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    ...(rows.length > maxItems && last !== undefined && { nextMarker: markerOf(last) }),
  };
}
