import { existsSync } from "node:fs";
import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";

/** Where Debian's package puts it; an older one may come first on PATH. */
const DEBIAN_AWS_CLI = "/usr/bin/aws";

/** AWS's command line, which nobody here wrote: what it can do with the endpoint is tested. */
export async function ensureAwsCli() {
  if (process.platform !== "linux" || existsSync(DEBIAN_AWS_CLI)) return;
  const problem = mayInstall()
    ? await installPackage("awscli", "tests of the AWS endpoint use it")
    : "not allowed to install";
  if (problem !== undefined && findOnPath("aws") === undefined) {
    process.stdout.write(`Without awscli, tests with AWS's command line are skipped: ${problem}\n`);
  }
}
