import { existsSync } from "node:fs";
import { installPackage, mayInstall } from "./operating-system-packages.mjs";

/** Where Debian's package puts it, for Debian's own Python. */
const DEBIAN_BOTO3 = "/usr/lib/python3/dist-packages/boto3";

/** AWS's library for Python, which many tools are made with: what it can do with the endpoint is tested. */
export async function ensureBoto3() {
  if (process.platform !== "linux" || existsSync(DEBIAN_BOTO3)) return;
  const problem = mayInstall()
    ? await installPackage("python3-boto3", "tests of the AWS endpoint use it")
    : "not allowed to install";
  if (problem !== undefined) {
    process.stdout.write(`Without python3-boto3, tests with AWS's library for Python are skipped: ${problem}\n`);
  }
}
