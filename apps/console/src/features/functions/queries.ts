import type { FunctionFilter, FunctionSortKey } from "@lambent/model";
import { keepPreviousData } from "@tanstack/react-query";
import { trpc } from "../../app/trpc.ts";
import type { FunctionsSearch } from "./functions-search.ts";

/** Newest first, until a person sorts by something. */
export const DEFAULT_SORT: { by: FunctionSortKey; descending: boolean } = { by: "lastModified", descending: true };

export function sortOf({ sort, descending }: FunctionsSearch): typeof DEFAULT_SORT {
  return sort === undefined ? DEFAULT_SORT : { by: sort, descending: descending ?? false };
}

/** One page of the list; the page before stays on screen while the next one is fetched. */
export const functionsQuery = (search: FunctionsSearch, pageSize: number) =>
  trpc.functions.list.queryOptions(
    {
      filter: usedFilter(search.filter),
      sort: sortOf(search),
      page: { index: (search.page ?? 1) - 1, size: pageSize },
    },
    { placeholderData: keepPreviousData },
  );

export const tagKeysQuery = trpc.functions.tagKeys.queryOptions(undefined, { staleTime: 10_000 });

function usedFilter(filter: FunctionFilter | undefined): FunctionFilter | undefined {
  return filter === undefined || filter.tokens.length === 0 ? undefined : filter;
}
