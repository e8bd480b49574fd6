// `pnpm generate`: what the sources need before types, tests and builds can look at them.
import { generateAll } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith } from "./steps/progress.mjs";

try {
  requireNodeVersion();
  await generateAll();
} catch (error) {
  endWith(error);
}
