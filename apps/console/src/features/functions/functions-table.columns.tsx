import Link from "@cloudscape-design/components/link";
import type { TableProps } from "@cloudscape-design/components/table";
import { type FunctionSortKey, type FunctionSummary, RUNTIMES } from "@lambent/model";
import { RelativeTime } from "../../app/format/relative-time.tsx";

interface Column extends TableProps.ColumnDefinition<FunctionSummary> {
  id: FunctionSortKey;
  header: string;
  sortingField: FunctionSortKey;
}

export const FUNCTION_COLUMNS: readonly Column[] = [
  {
    id: "functionName",
    header: "Function name",
    sortingField: "functionName",
    isRowHeader: true,
    minWidth: 180,
    cell: ({ functionName }) => <Link href={functionPath(functionName)}>{functionName}</Link>,
  },
  {
    id: "description",
    header: "Description",
    sortingField: "description",
    minWidth: 160,
    cell: ({ description }) => description || "-",
  },
  {
    id: "packageType",
    header: "Package type",
    sortingField: "packageType",
    minWidth: 130,
    cell: ({ packageType }) => packageType,
  },
  {
    id: "runtime",
    header: "Runtime",
    sortingField: "runtime",
    minWidth: 130,
    cell: ({ runtime }) => RUNTIMES[runtime]?.label ?? runtime,
  },
  {
    id: "architecture",
    header: "Architecture",
    sortingField: "architecture",
    minWidth: 130,
    cell: ({ architecture }) => architecture,
  },
  {
    id: "lastModified",
    header: "Last modified",
    sortingField: "lastModified",
    minWidth: 150,
    cell: ({ lastModified }) => <RelativeTime time={lastModified} />,
  },
];

export function functionPath(functionName: string, tab?: string): string {
  return `/functions/${encodeURIComponent(functionName)}${tab === undefined ? "" : `?tab=${tab}`}`;
}
