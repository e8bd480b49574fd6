import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import type { FunctionsPreferences } from "./functions-preferences.ts";
import { FUNCTION_COLUMNS } from "./functions-table.columns.tsx";

const PAGE_SIZES = [10, 20, 50, 100];
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
