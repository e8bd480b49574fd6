import CollectionPreferences, {
  type CollectionPreferencesProps,
} from "@cloudscape-design/components/collection-preferences";
import { useStored } from "../../app/stored-value.ts";
import { FUNCTION_COLUMNS } from "./functions-table.columns.tsx";

export interface FunctionsPreferences {
  pageSize: number;
  wrapLines: boolean;
  contentDisplay: readonly CollectionPreferencesProps.ContentDisplayItem[];
}

const PAGE_SIZES = [10, 20, 50, 100];
const INITIAL: FunctionsPreferences = {
  pageSize: 20,
  wrapLines: false,
  contentDisplay: FUNCTION_COLUMNS.map(({ id }) => ({ id, visible: id !== "architecture" })),
};

/** How this browser shows the list. */
export function useFunctionsPreferences() {
  return useStored<FunctionsPreferences>("lambent.functions.preferences", INITIAL);
}

export function FunctionsPreferencesDialog(props: {
  preferences: FunctionsPreferences;
  onConfirm(preferences: FunctionsPreferences): void;
}) {
  return (
    <CollectionPreferences
      title="Preferences"
      confirmLabel="Confirm"
      cancelLabel="Cancel"
      preferences={props.preferences}
      onConfirm={({ detail }) => props.onConfirm({ ...props.preferences, ...detail } as FunctionsPreferences)}
      pageSizePreference={{
        title: "Page size",
        options: PAGE_SIZES.map((value) => ({ value, label: `${value} functions` })),
      }}
      wrapLinesPreference={{ label: "Wrap lines", description: "Show all text of a cell on several lines" }}
      contentDisplayPreference={{
        title: "Columns",
        description: "Choose which columns are shown, and drag them into the order that you like.",
        options: FUNCTION_COLUMNS.map(({ id, header }) => ({
          id,
          label: header,
          alwaysVisible: id === "functionName",
        })),
      }}
    />
  );
}
