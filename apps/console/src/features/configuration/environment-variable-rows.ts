import type { EnvironmentVariableRow } from "@lambent/model";

type Rows = readonly EnvironmentVariableRow[];

/** Sorted by key, as the view shows them. */
export function rowsOf(variables: Readonly<Record<string, string>>): EnvironmentVariableRow[] {
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, value }));
}

export function variablesOf(rows: Rows): Record<string, string> {
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** Rows that were added and never filled in aren't a mistake to be corrected. */
export function dropBlankRows(rows: Rows): EnvironmentVariableRow[] {
  return rows.filter(({ key, value }) => key !== "" || value !== "");
}

/** Imported rows replace those of the same key where they stand and follow the others; the last of several wins. */
export function mergeRows(rows: Rows, added: Rows): EnvironmentVariableRow[] {
  const incoming = new Map(added.map(({ key, value }) => [key, value]));
  const kept = dropBlankRows(rows).map(({ key, value }) => ({ key, value: incoming.get(key) ?? value }));
  const known = new Set(kept.map(({ key }) => key));
  return [...kept, ...[...incoming].filter(([key]) => !known.has(key)).map(([key, value]) => ({ key, value }))];
}

export interface ImportPreview {
  added: number;
  /** Keys that exist already, with another value. */
  replaced: string[];
  unchanged: number;
}

/** What an import would do, before it does it. */
export function importPreview(rows: Rows, added: Rows): ImportPreview {
  const now = new Map(rows.map(({ key, value }) => [key, value]));
  const incoming = [...new Map(added.map(({ key, value }) => [key, value]))];
  const replaced = incoming.filter(([key, value]) => now.has(key) && now.get(key) !== value).map(([key]) => key);
  const fresh = incoming.filter(([key]) => !now.has(key));
  return { added: fresh.length, replaced, unchanged: incoming.length - fresh.length - replaced.length };
}
