import { existsSync } from "node:fs";
import { StopWithAdvice } from "./progress.mjs";
import { inRepository } from "./repository.mjs";

/** Node ≥ 20.19, and dependencies in place (pnpm only warns when its own install fails). */
export function requireNodeVersion() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StopWithAdvice(
      `Lambent needs Node.js 20.19 or newer; this is ${process.version}. See https://nodejs.org/en/download.`,
    );
  }
  for (const folder of ["apps/server", "apps/console", "packages/store", "packages/runner"]) {
    if (!existsSync(inRepository(folder, "node_modules"))) {
      throw new StopWithAdvice(
        `The dependencies of ${folder} are not installed. Run \`npx -y pnpm@12 install\` and look at what it says.`,
      );
    }
  }
}
