import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runnerPackageDirectory } from "../../runtimes/runner-package.ts";
import type { RootFilesystemSource } from "../root-filesystem-source.ts";

/** What `pnpm arm64` fetches (scripts/steps/arm64-kit.mjs). Every path is on the host. */
export interface EmulationKit {
  /** qemu-user for arm64 programs, statically linked. */
  emulator: string;
  /** A small arm64 system: libraries, a shell, everyday programs. */
  systemRoot: string;
  /** Trees with `bin/node` for arm64, by major version. */
  nodeTrees: ReadonlyMap<number, string>;
}

const TRIPLET = "aarch64-linux-gnu";
/** By the name that programs ask for; what it is a link to (`libstdc++.so.6.0.30`) isn't needed once more. */
const SHARED_OBJECT = /\.so\.\d+(\.0)?$/;
/** What the emulator is called inside, where it has to be named at all. */
export const EMULATOR_INSIDE = "/usr/bin/qemu-aarch64";

/** Where `pnpm arm64` puts it: a folder of the checkout. */
const defaultDirectory = () => join(runnerPackageDirectory(), "../../node_modules/.cache/lambent/arm64");

/** @returns undefined unless the system and the emulator are there: without either, nothing runs. */
export function findEmulationKit(directory = defaultDirectory()): EmulationKit | undefined {
  const [emulator, systemRoot] = [join(directory, "qemu-aarch64"), join(directory, "root")];
  if (!existsSync(emulator) || !existsSync(join(systemRoot, "lib/ld-linux-aarch64.so.1"))) return undefined;
  const trees = readdirSync(directory).flatMap((name) => {
    const major = /^node(\d+)$/.exec(name)?.[1];
    return major === undefined ? [] : [[Number(major), join(directory, name)] as const];
  });
  return { emulator, systemRoot, nodeTrees: new Map(trees) };
}

/** For the root filesystem of emulated sandboxes. */
export function kitSource({ emulator, systemRoot }: EmulationKit): RootFilesystemSource {
  const libraryFolders = ["lib", "usr/lib"].map((folder) => join(systemRoot, folder, TRIPLET));
  return {
    loader: join(systemRoot, "lib/ld-linux-aarch64.so.1"),
    triplet: TRIPLET,
    libraryFolders,
    programFolders: ["bin", "usr/bin"].map((folder) => join(systemRoot, folder)),
    furtherPrograms: new Map([[EMULATOR_INSIDE.slice("/usr/bin/".length), emulator]]),
    hasTimeZones: false,
    // The system was fetched with all that its programs depend on, and has nothing else.
    listDependencies: async () => new Map(libraryFolders.flatMap(librariesIn)),
  };
}

function librariesIn(folder: string): [string, string][] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => SHARED_OBJECT.test(name));
  return names.map((name) => [name, join(folder, name)]);
}
