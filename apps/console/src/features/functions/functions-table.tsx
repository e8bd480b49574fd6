import Button from "@cloudscape-design/components/button";
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import type { FunctionSummary } from "@lambent/model";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { domainError, isUnreachable } from "../../app/errors.ts";
import { useNotifications } from "../../app/notifications.tsx";
import { useStored } from "../../app/stored-value.ts";
import { FunctionsFilter } from "./functions-filter.tsx";
import { FunctionsHeader } from "./functions-header.tsx";
import { useFunctionsPreferences } from "./functions-preferences.ts";
import type { FunctionsSearch } from "./functions-search.ts";
import { FUNCTION_COLUMNS } from "./functions-table.columns.tsx";
import { DEFAULT_SORT, functionsQuery, sortOf, tagKeysQuery } from "./queries.ts";
import { ListFailed, NoFunctions, NoMatches } from "./table-states.tsx";

/** What isn't needed to see the list is loaded after it. */
const DeleteFunctionsModal = lazy(async () => ({
  default: (await import("./delete-functions-modal.tsx")).DeleteFunctionsModal,
}));
const FunctionsPreferencesDialog = lazy(async () => ({
  default: (await import("./functions-preferences-dialog.tsx")).FunctionsPreferencesDialog,
}));

const route = getRouteApi("/functions");

/** The list of functions. The server filters, sorts and cuts it into pages; the address keeps the place. */
export function FunctionsTable() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [preferences, setPreferences] = useFunctionsPreferences();
  const [widths, setWidths] = useStored<Record<string, number>>("lambent.functions.widths", {});
  const [selected, setSelected] = useState<readonly FunctionSummary[]>([]);
  const [deleting, setDeleting] = useState<readonly string[] | null>(null);

  const list = useQuery(functionsQuery(search, preferences.pageSize));
  const tags = useQuery(tagKeysQuery);
  const { items = [], total = 0 } = list.data ?? {};
  const pages = Math.max(1, Math.ceil(total / preferences.pageSize));
  const page = Math.min(search.page ?? 1, pages);
  const sort = sortOf(search);

  const go = (change: Partial<FunctionsSearch>, replace = false) =>
    void navigate({ search: { ...search, ...change }, replace, resetScroll: false });

  // Functions that were deleted elsewhere can leave the address on a page that no longer exists.
  const beyondEnd = list.isSuccess && !list.isPlaceholderData && search.page !== undefined && search.page > pages;
  useEffect(() => {
    if (beyondEnd) void navigate({ search: (before) => ({ ...before, page: pages }), replace: true });
  }, [beyondEnd, pages, navigate]);

  const refresh = () => {
    void list.refetch();
    void tags.refetch();
  };

  useRefreshFailure(list.isRefetchError ? list.error : null, refresh);

  return (
    <>
      <Table<FunctionSummary>
        variant="full-page"
        stickyHeader
        resizableColumns
        trackBy="functionName"
        items={items}
        columnDefinitions={FUNCTION_COLUMNS.map((column) => ({ ...column, width: widths[column.id] ?? column.width }))}
        columnDisplay={preferences.contentDisplay}
        wrapLines={preferences.wrapLines}
        onColumnWidthsChange={({ detail }) => {
          const shown = preferences.contentDisplay.filter(({ visible }) => visible);
          setWidths(Object.fromEntries(shown.map(({ id }, index) => [id, detail.widths[index]!])));
        }}
        loading={list.isPending}
        loadingText="Loading functions"
        sortingColumn={{ sortingField: sort.by }}
        sortingDescending={sort.descending}
        onSortingChange={({ detail }) => {
          const by = detail.sortingColumn.sortingField as typeof DEFAULT_SORT.by;
          const descending = detail.isDescending ?? false;
          const isDefault = by === DEFAULT_SORT.by && descending === DEFAULT_SORT.descending;
          go(
            { sort: isDefault ? undefined : by, descending: isDefault ? undefined : descending, page: undefined },
            true,
          );
        }}
        selectionType="multi"
        selectedItems={[...selected]}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        ariaLabels={{
          tableLabel: "Functions",
          selectionGroupLabel: "Functions selection",
          allItemsSelectionLabel: () => "Select all functions of this page",
          itemSelectionLabel: (_data, { functionName }) => `Select ${functionName}`,
        }}
        header={
          <FunctionsHeader
            selected={selected}
            total={list.isSuccess ? total : undefined}
            refreshing={list.isFetching && !list.isPending}
            fetchedAt={list.isSuccess ? list.dataUpdatedAt : undefined}
            onRefresh={refresh}
            onDelete={() => setDeleting(selected.map(({ functionName }) => functionName))}
          />
        }
        filter={
          <FunctionsFilter
            filter={search.filter}
            matches={list.isSuccess && !list.isPlaceholderData ? total : undefined}
            onChange={(filter) => {
              // What is selected but no longer shown could be deleted unseen.
              setSelected([]);
              go({ filter, page: undefined });
            }}
          />
        }
        pagination={
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            disabled={list.isPending}
            onChange={({ detail }) => go({ page: detail.currentPageIndex === 1 ? undefined : detail.currentPageIndex })}
            ariaLabels={{
              paginationLabel: "Pages of functions",
              nextPageLabel: "Next page",
              previousPageLabel: "Previous page",
              pageLabel: (number) => `Page ${number}`,
            }}
          />
        }
        preferences={
          <Suspense fallback={<Button variant="icon" iconName="settings" disabled ariaLabel="Preferences" />}>
            <FunctionsPreferencesDialog
              preferences={preferences}
              onConfirm={(next) => {
                setPreferences(next);
                if (next.pageSize !== preferences.pageSize) go({ page: undefined }, true);
              }}
            />
          </Suspense>
        }
        empty={
          list.isError ? (
            <ListFailed error={list.error} retrying={list.isFetching} onRetry={refresh} />
          ) : search.filter === undefined ? (
            <NoFunctions />
          ) : (
            <NoMatches onClear={() => go({ filter: undefined, page: undefined })} />
          )
        }
      />
      {deleting !== null && (
        <Suspense>
          <DeleteFunctionsModal
            functionNames={deleting}
            onDismiss={() => setDeleting(null)}
            onDeleted={(gone) => {
              setDeleting(null);
              setSelected(selected.filter(({ functionName }) => !gone.includes(functionName)));
            }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The rows stay when they can't be fetched again, and the page says that they may be old. */
function useRefreshFailure(error: unknown, onRetry: () => void): void {
  const { notify, dismiss } = useNotifications();
  const retry = useRef(onRetry);
  retry.current = onRetry;
  useEffect(() => {
    // An unreachable server has its own message, on every page.
    if (error === null || isUnreachable(error)) return dismiss("functions-refresh");
    notify({
      id: "functions-refresh",
      type: "error",
      header: "The functions couldn't be refreshed",
      content: domainError(error).message,
      action: { text: "Retry", onClick: () => retry.current() },
    });
  }, [error, notify, dismiss]);
}
