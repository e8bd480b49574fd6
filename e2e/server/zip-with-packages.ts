import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import yazl from "yazl";

export interface Zip {
  bytes: Uint8Array;
  fileCount: number;
}

/** A zip of the given texts. */
export async function zipOf(files: Record<string, string>): Promise<Zip> {
  const zip = new yazl.ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path);
  return finish(zip, Object.keys(files).length);
}

/** A zip of the given texts and, below node_modules, of installed packages with everything that they depend on. */
export async function zipWithPackages(files: Record<string, string>, packageNames: readonly string[]): Promise<Zip> {
  const zip = new yazl.ZipFile();
  let fileCount = 0;
  for (const [path, text] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(text), path);
    fileCount += 1;
  }
  const taken = new Set<string>();
  const take = (name: string, from: string): void => {
    if (taken.has(name)) return;
    taken.add(name);
    const folder = packageFolder(name, from);
    fileCount += addFolder(zip, folder, `node_modules/${name}`);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    for (const dependency of Object.keys(dependencies)) take(dependency, folder);
  };
  for (const name of packageNames) take(name, import.meta.dirname);
  return finish(zip, fileCount);
}

function packageFolder(name: string, from: string): string {
  const require = createRequire(join(from, "package.json"));
  for (const folder of require.resolve.paths(name) ?? []) {
    const candidate = join(folder, name);
    if (lstatSync(candidate, { throwIfNoEntry: false }) !== undefined) return realpathSync(candidate);
  }
  throw new Error(`the package ${name} is not installed near ${dirname(from)}`);
}

/** Code and descriptions only, as a bundler of deployment packages would take. */
function addFolder(zip: yazl.ZipFile, folder: string, into: string): number {
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== "dist-types") {
      count += addFolder(zip, path, `${into}/${entry.name}`);
    } else if (entry.isFile() && /\.(c?js|mjs|json)$/.test(entry.name)) {
      zip.addFile(path, `${into}/${entry.name}`);
      count += 1;
    }
  }
  return count;
}

async function finish(zip: yazl.ZipFile, fileCount: number): Promise<Zip> {
  zip.end();
  return { bytes: await buffer(zip.outputStream as unknown as AsyncIterable<Buffer>), fileCount };
}
