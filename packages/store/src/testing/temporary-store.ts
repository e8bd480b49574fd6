import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { removeTree } from "../code/remove-tree.ts";
import { openStore, type Store, type StoreOptions } from "../index.ts";

export { functionRecord, SCOPE } from "./function-record.ts";

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lambent store #1 %41 "));
  onTestFinished(() => removeTree(folder));
  return folder;
}

export async function temporaryStore(options: Partial<StoreOptions> = {}): Promise<Store & { directory: string }> {
  const directory = options.directory ?? (await temporaryFolder());
  const store = await openStore({ ...options, directory });
  onTestFinished(() => store.close());
  return { ...store, directory };
}
