// `pnpm build`: the console and the server, each only when something that it is made of has changed.
import { buildAll } from "./steps/build-steps.mjs";
import { requireNodeVersion } from "./steps/node-version.mjs";
import { endWith } from "./steps/progress.mjs";

try {
  requireNodeVersion();
  await buildAll();
} catch (error) {
  endWith(error);
}
