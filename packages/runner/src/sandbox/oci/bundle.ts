import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a runtime keeps what it needs to know, in the folder of its launch. */
export const STATE = "state";

/**
 * What a runtime reads, and folders in which it writes.
 * @param user who it is then; this process' own when omitted.
 * @param further names of folders beside the one for its state.
 */
export function writeBundle(
  bundle: string,
  configuration: object,
  user: number | undefined,
  further: readonly string[] = [],
) {
  const file = join(bundle, "config.json");
  const writable = [STATE, ...further].map((name) => join(bundle, name));
  mkdirSync(bundle, { mode: 0o700 });
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  for (const folder of writable) mkdirSync(folder, { mode: 0o700 });
  if (user === undefined) return;
  for (const path of [bundle, file]) chownSync(path, process.geteuid!(), user);
  for (const folder of writable) chownSync(folder, user, user);
  // Whatever this process' umask is.
  chmodSync(bundle, 0o750);
  chmodSync(file, 0o640);
}
