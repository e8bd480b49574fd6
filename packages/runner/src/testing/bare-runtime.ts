import type { PreparedRuntime } from "../runtimes/runtime-catalogue.ts";

/** A runtime with nothing behind it, for tests whose sandboxes are played. */
export const BARE_RUNTIME: PreparedRuntime = {
  id: "nodejs22.x",
  architecture: "x86_64",
  version: "1.2.3",
  langDirectory: "",
  runtimeDirectory: "",
  interpreter: "node",
};
