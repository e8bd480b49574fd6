import { join } from "node:path";
import { type Architecture, RUNTIME_IDS, RUNTIMES, type RuntimeAvailability, type RuntimeId } from "@lambent/model";
import { compileBootstrap } from "./compile-bootstrap.ts";
import { copyPython } from "./copy-python.ts";
import { findNode } from "./find-node.ts";
import { findPython } from "./find-python.ts";
import { runnerPackageDirectory } from "./runner-package.ts";
import { warmPageCache } from "./warm-page-cache.ts";

/** What a sandbox of one runtime is started from. */
export interface PreparedRuntime {
  id: RuntimeId;
  /** Version of the interpreter, for instance `20.20.2`. */
  version: string;
  /** Host path of the tree for /var/lang. */
  langDirectory: string;
  /** Host path of the bootstrap for /var/runtime. */
  runtimeDirectory: string;
}

interface Installed {
  version: string;
  /** Makes the tree ready, once; rejects when the disk doesn't let it. */
  prepare(): Promise<PreparedRuntime>;
}

export interface CatalogueOptions {
  /** Folder for the copy of CPython; must be readable by the sandboxes' users. */
  dataDirectory: string;
  /** Folder with `nodejs/` and `python/`; the package's own when omitted. */
  bootstrapDirectory?: string;
}

/** Which runtimes this host has, and where. */
export class RuntimeCatalogue {
  private constructor(
    private readonly installed: ReadonlyMap<RuntimeId, Installed>,
    private readonly hostArchitecture: Architecture | undefined,
  ) {}

  /** Looks for every runtime by running it; then makes them ready in the background, so that no invocation waits. */
  static async open(options: CatalogueOptions): Promise<RuntimeCatalogue> {
    const packageDirectory = runnerPackageDirectory();
    const bootstrapDirectory = options.bootstrapDirectory ?? join(packageDirectory, "bootstrap");
    const installed = new Map<RuntimeId, Installed>();
    await Promise.all(
      RUNTIME_IDS.map(async (id) => {
        const found =
          RUNTIMES[id].family === "python"
            ? await installedPython(id, options.dataDirectory, bootstrapDirectory)
            : await installedNode(id, packageDirectory, bootstrapDirectory);
        if (found) installed.set(id, found);
      }),
    );
    // A failure is told by the invocation that needs the runtime.
    for (const runtime of installed.values()) runtime.prepare().catch(() => undefined);
    const architecture = ({ x64: "x86_64", arm64: "arm64" } as const)[process.arch as "x64" | "arm64"];
    return new RuntimeCatalogue(installed, architecture);
  }

  availability(): RuntimeAvailability[] {
    return RUNTIME_IDS.flatMap((runtime) =>
      (["x86_64", "arm64"] as const).map((architecture) => this.availabilityOf(runtime, architecture)),
    );
  }

  availabilityOf(runtime: RuntimeId, architecture: Architecture): RuntimeAvailability {
    if (architecture !== this.hostArchitecture) {
      return {
        runtime,
        architecture,
        available: false,
        reason: `${architecture} functions need an ${architecture} host; this one is ${this.hostArchitecture ?? process.arch}.`,
        remedy: this.hostArchitecture
          ? `Choose the architecture ${this.hostArchitecture}.`
          : "Run the server on an x86_64 or arm64 machine.",
      };
    }
    const found = this.installed.get(runtime);
    if (found) return { runtime, architecture, available: true, version: found.version };
    return { runtime, architecture, available: false, ...missing(runtime) };
  }

  /** @throws Error when the runtime isn't available here or can't be made ready. */
  async prepare(runtime: RuntimeId, architecture: Architecture): Promise<PreparedRuntime> {
    const { available, reason, remedy } = this.availabilityOf(runtime, architecture);
    if (!available) throw new Error(`The runtime ${runtime} can't run on this host. ${reason} ${remedy}`);
    return this.installed.get(runtime)!.prepare();
  }
}

async function installedNode(id: RuntimeId, packageDirectory: string, bootstrapDirectory: string) {
  const found = await findNode(majorOf(id), packageDirectory);
  if (!found) return undefined;
  const prepare = once(async () => {
    await warmPageCache(join(found.prefix, "bin/node"));
    return {
      id,
      version: found.version,
      langDirectory: found.prefix,
      runtimeDirectory: join(bootstrapDirectory, "nodejs"),
    };
  });
  return { version: found.version, prepare };
}

async function installedPython(id: RuntimeId, dataDirectory: string, bootstrapDirectory: string) {
  const found = await findPython();
  if (!found) return undefined;
  const prepare = once(async () => {
    const directory = join(dataDirectory, "runtimes");
    const langDirectory = await copyPython(found, directory);
    // Compiled by the original: the copy may only run with the paths of a sandbox.
    const runtimeDirectory = await compileBootstrap(join(bootstrapDirectory, "python"), found.binary, directory);
    await warmPageCache(join(langDirectory, "bin/python3.12"));
    if (found.sharedLibraryName !== "") await warmPageCache(join(langDirectory, "lib", found.sharedLibraryName));
    return { id, version: found.version, langDirectory, runtimeDirectory };
  });
  return { version: found.version, prepare };
}

/** Runs once and keeps a success; a failure (a full disk, say) is tried again by the next caller. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}

const majorOf = (id: RuntimeId): number => Number(/\d+/.exec(id)![0]);

function missing(id: RuntimeId): { reason: string; remedy: string } {
  if (RUNTIMES[id].family === "python") {
    return {
      reason: "No CPython 3.12 was found on PATH, in pyenv, in uv or in /usr.",
      remedy:
        "Install it (for instance `uv python install 3.12` or `apt install python3.12`) and start the server again.",
    };
  }
  const name = `node${majorOf(id)}-linux-${process.arch}`;
  if (process.platform !== "linux") {
    return {
      reason: `${RUNTIMES[id].label} is delivered for Linux only, and this host runs ${process.platform}.`,
      remedy: "Run the server on Linux, in a virtual machine for instance.",
    };
  }
  return {
    reason: `The optional package ${name}, which brings ${RUNTIMES[id].label}, isn't installed.`,
    remedy: "Run `pnpm install` without `--no-optional` and start the server again.",
  };
}
