import type { FunctionConfiguration } from "@lambent/model";
import { timeoutText } from "./basic-settings-form.ts";

/** Settings that a page of this feature can change. */
export type ConfigurationPatch = Partial<
  Pick<
    FunctionConfiguration,
    | "description"
    | "memoryMb"
    | "timeoutSeconds"
    | "ephemeralStorageMb"
    | "environmentVariables"
    | "handler"
    | "runtime"
    | "architecture"
    | "networkAccess"
  >
>;

export type SettingName = keyof ConfigurationPatch;

/** One setting that was changed here and, since the page was opened, elsewhere too. */
export interface SettingConflict {
  label: string;
  saved: string;
  mine: string;
}

/** The settings of `edited` that differ from `base`: only these are sent, so that others' changes stay. */
export function changedSettings(base: FunctionConfiguration, edited: ConfigurationPatch): ConfigurationPatch {
  const changed = settingNames(edited).filter((name) => !same(base[name], edited[name]));
  return Object.fromEntries(changed.map((name) => [name, edited[name]]));
}

/** Where a patch made on `base` would undo what was saved since: `latest` differs from both. */
export function settingConflicts(
  base: FunctionConfiguration,
  latest: FunctionConfiguration,
  patch: ConfigurationPatch,
): SettingConflict[] {
  return settingNames(patch)
    .filter((name) => !same(latest[name], base[name]) && !same(latest[name], patch[name]))
    .flatMap((name) =>
      name === "environmentVariables"
        ? variableConflicts(base.environmentVariables, latest.environmentVariables, patch.environmentVariables ?? {})
        : [{ label: SETTING_LABELS[name], saved: settingText(name, latest), mine: settingText(name, patch) }],
    );
}

const SETTING_LABELS: Record<Exclude<SettingName, "environmentVariables">, string> = {
  description: "Description",
  memoryMb: "Memory",
  timeoutSeconds: "Timeout",
  ephemeralStorageMb: "Ephemeral storage",
  handler: "Handler",
  runtime: "Runtime",
  architecture: "Architecture",
  networkAccess: "Internet access",
};

function settingText(name: keyof typeof SETTING_LABELS, { [name]: value }: ConfigurationPatch): string {
  if (name === "timeoutSeconds") return timeoutText(Number(value));
  if (name === "memoryMb" || name === "ephemeralStorageMb") return `${value} MB`;
  return value === "" ? "(empty)" : String(value);
}

type Variables = Readonly<Record<string, string>>;

/** By key and without values, which are often secrets. A key that only one side changed is no conflict: see {@link rebase}. */
function variableConflicts(base: Variables, latest: Variables, mine: Variables): SettingConflict[] {
  const keys = [...new Set([...Object.keys(latest), ...Object.keys(mine), ...Object.keys(base)])].sort();
  return keys
    .filter((key) => latest[key] !== base[key] && mine[key] !== base[key] && latest[key] !== mine[key])
    .map((key) => ({
      label: key,
      saved: variableChange(base[key], latest[key]),
      mine: variableChange(base[key], mine[key]),
    }));
}

/** The patch as it has to be sent on top of `latest`: of the environment variables, only the keys changed here replace others. */
export function rebase(
  base: FunctionConfiguration,
  latest: FunctionConfiguration,
  patch: ConfigurationPatch,
): ConfigurationPatch {
  const mine = patch.environmentVariables;
  if (mine === undefined) return patch;
  const merged: Record<string, string> = { ...latest.environmentVariables };
  for (const key of new Set([...Object.keys(base.environmentVariables), ...Object.keys(mine)])) {
    const value = mine[key];
    if (value === base.environmentVariables[key]) continue;
    if (value === undefined) delete merged[key];
    else merged[key] = value;
  }
  return { ...patch, environmentVariables: merged };
}

function variableChange(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}

function settingNames(patch: ConfigurationPatch): SettingName[] {
  return Object.keys(patch) as SettingName[];
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [entriesA, entriesB] = [Object.entries(a), Object.entries(b)];
  return entriesA.length === entriesB.length && entriesA.every(([key, value]) => (b as Variables)[key] === value);
}
