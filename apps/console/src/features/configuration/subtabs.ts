/** Sections of the Configuration tab, in the order of the rail; ids as they stand in the address. */
export const CONFIGURATION_SUBTABS = [
  { id: "general", label: "General configuration" },
  { id: "permissions", label: "Permissions" },
  { id: "envVars", label: "Environment variables" },
  { id: "tags", label: "Tags" },
  { id: "network", label: "Network" },
  { id: "concurrency", label: "Concurrency" },
] as const;

export type ConfigurationSubtab = (typeof CONFIGURATION_SUBTABS)[number]["id"];

/** An address may be old or mistyped: anything unknown opens the first section. */
export function subtabOf(text: string | undefined): ConfigurationSubtab {
  return CONFIGURATION_SUBTABS.find(({ id }) => id === text)?.id ?? "general";
}

export function configurationHref(functionName: string, subtab: ConfigurationSubtab): string {
  return `/functions/${functionName}?tab=configure&subtab=${subtab}`;
}

export type EditPageId =
  | "basic-settings"
  | "environment-variables"
  | "tags"
  | "network"
  | "concurrency"
  | "runtime-settings";

export function editHref(functionName: string, page: EditPageId): string {
  return `/functions/${functionName}/edit/${page}`;
}
