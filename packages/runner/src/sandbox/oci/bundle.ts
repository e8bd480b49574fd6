import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a runtime keeps what it needs to know, in the folder of its launch. */
export const STATE = "state";

/** What a runtime reads, and a folder in which it writes. @param user who it is then; this process' own when omitted. */
export function writeBundle(bundle: string, configuration: object, user: number | undefined) {
  const file = join(bundle, "config.json");
  const state = join(bundle, STATE);
  mkdirSync(bundle, { mode: 0o700 });
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  mkdirSync(state, { mode: 0o700 });
  if (user === undefined) return;
  for (const path of [bundle, file]) chownSync(path, process.geteuid!(), user);
  chownSync(state, user, user);
  // Whatever this process' umask is.
  chmodSync(bundle, 0o750);
  chmodSync(file, 0o640);
}
