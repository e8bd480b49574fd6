import Link from "@cloudscape-design/components/link";
import type { TableProps } from "@cloudscape-design/components/table";
import { type FunctionSortKey, type FunctionSummary, RUNTIMES } from "@lambent/model";
import { RelativeTime } from "../../app/format/relative-time.tsx";

interface Column extends TableProps.ColumnDefinition<FunctionSummary> {
  id: FunctionSortKey;
  header: string;
  sortingField: FunctionSortKey;
}

/** Room for longer descriptions; the last column takes what is left. */
const wideScreen = window.innerWidth > 1600;

export const FUNCTION_COLUMNS: readonly Column[] = [
  {
    id: "functionName",
    width: 230,
    header: "Function name",
    sortingField: "functionName",
    isRowHeader: true,
    minWidth: 120,
    cell: ({ functionName }) => <Link href={functionPath(functionName)}>{functionName}</Link>,
  },
  {
    id: "description",
    width: wideScreen ? 460 : 220,
    header: "Description",
    sortingField: "description",
    minWidth: 120,
    cell: ({ description }) => description || "-",
  },
  {
    id: "packageType",
    width: 165,
    header: "Package type",
    sortingField: "packageType",
    minWidth: 120,
    cell: ({ packageType }) => packageType,
  },
  {
    id: "runtime",
    width: 140,
    header: "Runtime",
    sortingField: "runtime",
    minWidth: 120,
    cell: ({ runtime }) => RUNTIMES[runtime]?.label ?? runtime,
  },
  {
    id: "architecture",
    width: 140,
    header: "Architecture",
    sortingField: "architecture",
    minWidth: 120,
    cell: ({ architecture }) => architecture,
  },
  {
    id: "lastModified",
    header: "Last modified",
    sortingField: "lastModified",
    minWidth: 120,
    cell: ({ lastModified }) => <RelativeTime time={lastModified} />,
  },
];

export function functionPath(functionName: string, tab?: string): string {
  return `/functions/${encodeURIComponent(functionName)}${tab === undefined ? "" : `?tab=${tab}`}`;
}
