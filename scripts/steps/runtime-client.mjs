import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findOnPath, installPackage, mayInstall } from "./operating-system-packages.mjs";
import { inRepository } from "./repository.mjs";
import { runCommand } from "./run-command.mjs";

/** The last version for the Node.js releases that we start from; 4.x needs Node.js 22 to be installed. */
const CLIENT = "aws-lambda-ric@3.3.0";
/** The headers that its `binding.gyp` names. */
const HEADERS = "node-addon-api@6.1.0";
/** Where the test of it looks. */
const TARGET = inRepository("packages/runner/node_modules/.cache/aws-lambda-ric-3.3.0");

const TOOLS = [
  { program: "autoreconf", packageName: "autoconf" },
  { program: "automake", packageName: "automake" },
  { program: "libtoolize", packageName: "libtool" },
  { program: "make", packageName: "make" },
  { program: "cmake", packageName: "cmake" },
  { program: "g++", packageName: "g++" },
];

/**
 * Builds AWS's runtime interface client for Node.js from npm, once for a checkout: about 70 s of one processor. A test
 * runs it as a custom runtime. Where it can't be built, that is said and the test is skipped.
 * @returns "fresh" when it was there already
 */
export async function buildRuntimeClient() {
  if (existsSync(TARGET)) return "fresh";
  const problem = (await missingTool()) ?? (await build());
  if (problem !== undefined) process.stdout.write(`\n  ${CLIENT} isn't built, its test is skipped: ${problem}\n`);
  return undefined;
}

async function missingTool() {
  for (const { program, packageName } of TOOLS) {
    if (findOnPath(program) !== undefined) continue;
    if (!mayInstall()) return `${program} is not on PATH (Debian's package ${packageName})`;
    const problem = await installPackage(packageName, `a test builds ${CLIENT} with it`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** As its own install scripts do it, without node-gyp: that needs a Python, and 130 packages more. */
async function build() {
  const folder = await mkdtemp(join(tmpdir(), "runtime-client-"));
  const client = join(folder, "client");
  const run = async (command, args, cwd = client) => {
    const env = { ...process.env, MAKEFLAGS: `-j${availableParallelism()}` };
    const { ok, output } = await runCommand(command, args, { cwd, env });
    if (!ok) throw new Error(`${[command, ...args].join(" ").slice(0, 100)}: ${output.slice(-500)}`);
    return output.trim();
  };
  try {
    for (const [name, specifier] of Object.entries({ client: CLIENT, headers: HEADERS })) {
      const packed = await run("npm", ["pack", "--silent", specifier], folder);
      await mkdir(join(folder, name));
      await run("tar", ["-xzf", packed, "--strip-components=1", "-C", name], folder);
    }
    await run("sh", ["scripts/preinstall.sh"]);
    const artifacts = join(client, "deps/artifacts");
    const libraries = await run(join(artifacts, "bin/curl-config"), ["--static-libs"]);
    await run("g++", [
      ...["-std=c++17", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-o", "dist/rapid-client.node"],
      ...[nodeHeaders(), join(folder, "headers"), join(artifacts, "include")].flatMap((path) => ["-I", path]),
      ...["src/rapid-client.cc", "-L", join(artifacts, "lib"), "-laws-lambda-runtime", ...libraries.split(/\s+/)],
    ]);
    const draft = `${TARGET}-${process.pid}`;
    for (const part of ["bin", "dist", "package.json"]) {
      await cp(join(client, part), join(draft, part), { recursive: true });
    }
    await rename(draft, TARGET);
    return undefined;
  } catch (error) {
    return error.message;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the Node.js that the test runs it with. */
function nodeHeaders() {
  const require = createRequire(inRepository("packages/runner/package.json"));
  return join(dirname(require.resolve(`node22-linux-${process.arch}/package.json`)), "include/node");
}
