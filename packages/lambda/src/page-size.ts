/** Most items of a page of layers, layer versions or function URLs. @see spec: lambda §1.3, Pagination */
const PAGE_ITEMS_MAX = 50;

export function pageSize(maxItems: number = PAGE_ITEMS_MAX): number {
  return Math.min(Math.max(1, maxItems), PAGE_ITEMS_MAX);
}
