/** Every place in the pages that a tutorial may point at. Unique in the whole console. */
export const HOTSPOT_IDS = [
  "functions.create",
  "create.scratch",
  "create.name",
  "create.runtime",
  "create.architecture",
  "create.permissions",
  "create.submit",
  "code.editor",
  "code.deploy",
  "test.event",
  "test.run",
  "test.result",
  "test.log",
  "monitor.metrics",
  "function.delete",
  "functions.list",
] as const;

export type HotspotId = (typeof HOTSPOT_IDS)[number];
