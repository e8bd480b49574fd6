/** SQLite's integers end here; what is larger is no version's number. */
const VERSION_MAX = 2_147_483_647;

/** The number of a version, or null when no version can have it. `007` is version 7's number, but not its name. */
export function versionNumber(version: string): number | null {
  const number = Number(version);
  return /^[1-9][0-9]*$/.test(version) && number <= VERSION_MAX ? number : null;
}
