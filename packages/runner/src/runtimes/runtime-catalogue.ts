import { join } from "node:path";
import {
  ARCHITECTURES,
  type Architecture,
  RUNTIME_IDS,
  RUNTIMES,
  type RuntimeAvailability,
  type RuntimeFamily,
  type RuntimeId,
} from "@lambent/model";
import type { SandboxDriver } from "../sandbox/sandbox.port.ts";
import { emulationNote, missingEmulated, whyNotEmulated } from "./emulated-runtimes.ts";
import { HOST_ARCHITECTURE } from "./find-node.ts";
import { PYODIDE_RUNTIME } from "./find-pyodide.ts";
import { installedLauncher, LAUNCHER_MAJORS } from "./installed-launcher.ts";
import { installedNode, majorOf } from "./installed-node.ts";
import { installedPyodide, pyodideNote } from "./installed-pyodide.ts";
import { installedPython, missingPython } from "./installed-python.ts";
import { once } from "./once.ts";
import { runnerPackageDirectory } from "./runner-package.ts";
import { withoutListeners } from "./without-listeners.ts";

/** What a sandbox of one runtime is started from. */
export interface PreparedRuntime {
  id: RuntimeId;
  /** What its program is built for: another one than the function's where that makes no difference to a function's code. */
  architecture: Architecture;
  /** Version of the interpreter, for instance `20.20.2`; of the C library for programs that bring their own. */
  version: string;
  /** Host path of the tree for /var/lang. */
  langDirectory: string;
  /** Host path of the bootstrap for /var/runtime. */
  runtimeDirectory: string;
  /** What runs the bootstrap: Pyodide is Python in a Node.js; a program is the function's own, which our launcher becomes. */
  interpreter: "node" | "cpython" | "pyodide" | "program";
  /** Memory of the interpreter itself, in MB, where that is so much that it can't count against the function's. */
  interpreterMemoryMb?: number;
  /** The most of what a sandbox holds that its interpreter is taken to hold; all of it when omitted. */
  interpreterShareMax?: number;
}

export interface InstalledRuntime {
  version: string;
  architecture: Architecture;
  /** How it differs from the real one, for people to read. */
  note?: string;
  /** Makes the tree ready, once; rejects when the disk doesn't let it. */
  prepare(): Promise<PreparedRuntime>;
}

type RuntimeHost = Pick<SandboxDriver, "emulation" | "offersListeners" | "runtime">;

export interface CatalogueOptions {
  /** Folder for what is made of interpreters and bootstrap; must be readable by the sandboxes' users. */
  dataDirectory: string;
  /** Folder with `nodejs/` and `python/`; the package's own when omitted. */
  bootstrapDirectory?: string;
  /** `pyodide` runs Python 3.12 in Pyodide also where there is a CPython 3.12; `auto` when omitted. */
  python?: "auto" | "pyodide";
  /** Says which other architecture can be emulated, and what its sandboxes can't have. */
  driver: RuntimeHost;
}

/** Where what a runtime needs is taken from and put. */
export interface PreparationOptions {
  packageDirectory: string;
  bootstrapDirectory: string;
  dataDirectory: string;
  /** Ends what is being made ready. */
  signal: AbortSignal;
}

/** Which runtimes this host has, and where. */
export class RuntimeCatalogue {
  readonly #beingPrepared = new Set<Promise<PreparedRuntime>>();

  private constructor(
    private readonly installed: ReadonlyMap<string, InstalledRuntime>,
    private readonly driver: RuntimeHost,
    private readonly preparing: Promise<unknown>,
    private readonly preparation: AbortController,
  ) {}

  /** Looks for every runtime; then makes the host's own ready in the background, so that no invocation waits for them. */
  static async open(options: CatalogueOptions): Promise<RuntimeCatalogue> {
    const packageDirectory = runnerPackageDirectory();
    const bootstrapDirectory = options.bootstrapDirectory ?? join(packageDirectory, "bootstrap");
    const preparation = new AbortController();
    const { dataDirectory } = options;
    const directories = { packageDirectory, bootstrapDirectory, dataDirectory, signal: preparation.signal };
    const installed = new Map<string, InstalledRuntime>();
    const isForced = options.python === "pyodide";
    const cpython = once(async () => (isForced ? undefined : await installedPython(PYODIDE_RUNTIME, directories)));
    const pyodide = once(() => installedPyodide(directories));
    const find: Record<RuntimeFamily, (id: RuntimeId, on: Architecture) => Promise<InstalledRuntime | undefined>> = {
      nodejs: (id, architecture) => installedNode(id, architecture, directories),
      python: async (id, architecture) => {
        const isNative = architecture === HOST_ARCHITECTURE;
        if (id !== PYODIDE_RUNTIME) return isNative ? await installedPython(id, directories) : undefined;
        // Of CPython 3.12 every machine has at least a substitute, which is the same on every architecture.
        const own = await cpython();
        if (isNative && own) return own;
        const found = await pyodide();
        return found && { ...found, note: pyodideNote(own && architecture, isForced) };
      },
      provided: (id, architecture) => installedLauncher(id, architecture, directories),
    };
    await Promise.all(
      RUNTIME_IDS.flatMap((id) =>
        ARCHITECTURES.map(async (architecture) => {
          const found = await find[RUNTIMES[id].family](id, architecture);
          if (found) installed.set(keyOf(id, architecture), found);
        }),
      ),
    );
    // Those that a machine happens to have are made ready when a function is made for them.
    const always = RUNTIME_IDS.filter((id) => !RUNTIMES[id].broughtByHost);
    const own = always.map((id) => HOST_ARCHITECTURE && installed.get(keyOf(id, HOST_ARCHITECTURE)));
    // A failure is told by the invocation that needs the runtime.
    const preparing = Promise.allSettled(own.map(async (runtime) => await runtime?.prepare()));
    return new RuntimeCatalogue(installed, options.driver, preparing, preparation);
  }

  /** Settles when nothing is written to the data directory any more; what is half ready goes. */
  async close(): Promise<void> {
    this.preparation.abort(new Error("The server is being shut down."));
    await this.preparing;
    await Promise.allSettled([...this.#beingPrepared]);
  }

  availability(): RuntimeAvailability[] {
    return RUNTIME_IDS.flatMap((runtime) =>
      (["x86_64", "arm64"] as const).map((architecture) => this.availabilityOf(runtime, architecture)),
    );
  }

  availabilityOf(runtime: RuntimeId, architecture: Architecture): RuntimeAvailability {
    const found = this.installed.get(keyOf(runtime, architecture));
    const isNative = (found?.architecture ?? architecture) === HOST_ARCHITECTURE;
    const { family } = RUNTIMES[runtime];
    const { emulation } = this.driver;
    const lacking = withoutListeners(this.driver);
    // Of Python, no CPython is emulated: where there is no Pyodide either, an emulator would be of no help.
    const isEmulated = !isNative && (family !== "python" || HOST_ARCHITECTURE === undefined);
    const obstacle = isEmulated ? whyNotEmulated(architecture, emulation) : undefined;
    if (obstacle) return { runtime, architecture, available: false, ...obstacle };
    if (family === "provided") {
      const startsNone = !isNative && emulation?.works && !emulation.childProcesses;
      const refusal = lacking?.refusal ?? (startsNone && withoutFurtherPrograms);
      if (refusal) return { runtime, architecture, available: false, ...refusal };
    }
    if (!found) return { runtime, architecture, available: false, ...missing(runtime, architecture) };
    const { version, note = isNative ? lacking?.note : emulationNote(emulation) } = found;
    return { runtime, architecture, available: true, version, ...(note === undefined ? {} : { note }) };
  }

  /** @throws Error when the runtime isn't available here or can't be made ready. */
  async prepare(runtime: RuntimeId, architecture: Architecture): Promise<PreparedRuntime> {
    const { available, reason, remedy } = this.availabilityOf(runtime, architecture);
    if (!available) throw new Error(`The runtime ${runtime} can't run on this host. ${reason} ${remedy}`);
    const preparing = this.installed.get(keyOf(runtime, architecture))!.prepare();
    this.#beingPrepared.add(preparing);
    return await preparing.finally(() => this.#beingPrepared.delete(preparing));
  }
}

const keyOf = (id: RuntimeId, architecture: Architecture) => `${id} ${architecture}`;

const withoutFurtherPrograms = {
  reason: "A custom runtime is started by another program, which an emulated one can do from Linux 6.7 on.",
  remedy: "Choose the other architecture, and a program that was built for it.",
};

function missing(id: RuntimeId, architecture: Architecture): { reason: string; remedy: string } {
  if (architecture !== HOST_ARCHITECTURE) return missingEmulated(id, architecture);
  if (RUNTIMES[id].family === "python") return missingPython(id);
  const isCustom = RUNTIMES[id].family === "provided";
  const major = isCustom ? LAUNCHER_MAJORS[0] : majorOf(id);
  const brings = isCustom ? "which starts custom runtimes" : `which brings ${RUNTIMES[id].label}`;
  const name = `node${major}-linux-${process.arch}`;
  if (process.platform !== "linux") {
    return {
      reason: `${RUNTIMES[id].label} is delivered for Linux only, and this host runs ${process.platform}.`,
      remedy: "Run the server on Linux, in a virtual machine for instance.",
    };
  }
  return {
    reason: `The optional package ${name}, ${brings}, isn't installed.`,
    remedy: "Run `pnpm install` without `--no-optional` and start the server again.",
  };
}
