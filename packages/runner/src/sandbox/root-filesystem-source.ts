import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

const run = promisify(execFile);

/** Where the programs and libraries of a root filesystem are taken from. Every path is on the host. */
export interface RootFilesystemSource {
  /** The dynamic loader, which programs name by its path. */
  loader: string;
  /** Name of the architecture's library folder. */
  triplet: string;
  /** Looked through in this order. */
  libraryFolders: readonly string[];
  programFolders: readonly string[];
  /** Programs beside those that every root filesystem has: name inside → file. */
  furtherPrograms: ReadonlyMap<string, string>;
  /** False leaves their folder empty, for one that is mounted there: they are 1,300 files. */
  hasTimeZones: boolean;
  /** All libraries that the files need: name → file. */
  listDependencies(files: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const HOSTS = {
  x64: { loader: "/lib64/ld-linux-x86-64.so.2", triplet: "x86_64-linux-gnu" },
  arm64: { loader: "/lib/ld-linux-aarch64.so.1", triplet: "aarch64-linux-gnu" },
} as const;

/** @throws SandboxUnavailable where the host isn't a glibc distribution. */
export function hostSource(): RootFilesystemSource {
  const host = HOSTS[process.arch as keyof typeof HOSTS];
  if (!host || !existsSync(host.loader)) {
    throw new SandboxUnavailable(
      `This host has no GNU C library for ${process.arch} (no ${host?.loader ?? "known loader"}), which the runtimes are linked with.`,
      "Run the server on a glibc distribution (Debian, Ubuntu, Fedora …) of x86_64 or arm64.",
    );
  }
  const { loader, triplet } = host;
  return {
    ...host,
    libraryFolders: [`/lib/${triplet}`, `/usr/lib/${triplet}`, "/lib64", "/usr/lib64", "/usr/lib"],
    programFolders: ["/bin", "/usr/bin"],
    furtherPrograms: new Map(),
    hasTimeZones: true,
    listDependencies: (files) => listByLoader(loader, files),
  };
}

/** The loader lists what a file needs without running any of the file's code. */
async function listByLoader(loader: string, files: readonly string[]): Promise<Map<string, string>> {
  const listings = await Promise.all(
    files.map((file) => run(loader, ["--list", file], { env: {} }).catch(() => ({ stdout: "" }))),
  );
  const found = new Map<string, string>();
  for (const { stdout } of listings) {
    for (const [, name, path] of stdout.matchAll(/^\s*(\S+) => (\/\S+) \(0x/gm)) found.set(name!, path!);
  }
  return found;
}
