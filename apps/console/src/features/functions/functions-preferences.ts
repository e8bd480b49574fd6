import type { CollectionPreferencesProps } from "@cloudscape-design/components/collection-preferences";
import { useStored } from "../../app/stored-value.ts";
import { FUNCTION_COLUMNS } from "./functions-table.columns.tsx";

export interface FunctionsPreferences {
  pageSize: number;
  wrapLines: boolean;
  contentDisplay: readonly CollectionPreferencesProps.ContentDisplayItem[];
}

const INITIAL: FunctionsPreferences = {
  pageSize: 20,
  wrapLines: false,
  contentDisplay: FUNCTION_COLUMNS.map(({ id }) => ({ id, visible: id !== "architecture" })),
};

/** How this browser shows the list. */
export function useFunctionsPreferences() {
  return useStored<FunctionsPreferences>("lambent.functions.preferences", INITIAL);
}
