// First half of `pnpm start`: from a checkout to a server that can run. Every step is skipped when its work is already done.
// The shell then becomes the server itself, so that Ctrl+C reaches it and nothing is left behind.
import { buildAll } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith } from "./steps/progress.mjs";
import { ensureSandboxTool } from "./steps/sandbox-tool.mjs";

try {
  requireNodeVersion();
  await ensureSandboxTool();
  await buildAll();
} catch (error) {
  endWith(error);
}
