import { join } from "node:path";
import { prepareRootFilesystem, TIME_ZONES } from "../root-filesystem.ts";
import type { SharedFolder } from "../sandbox-launcher.ts";
import { BinaryFormatKeeper } from "./binary-format-keeper.ts";
import { EMULATOR_INSIDE, type EmulationKit, kitSource } from "./emulation-kit.ts";

/** What a sandbox of arm64 programs needs on an x86_64 host, beside what every sandbox has. */
export class EmulatedPrograms {
  /** For `/`. */
  readonly rootFilesystem: string;
  readonly #keeper: BinaryFormatKeeper | undefined;

  private constructor(rootFilesystem: string, keeper: BinaryFormatKeeper | undefined) {
    this.rootFilesystem = rootFilesystem;
    this.#keeper = keeper;
  }

  /**
   * @param directory for the root filesystem; made when missing.
   * @param usesKernel whether the kernel shall know the format, where it can.
   */
  static async open(directory: string, kit: EmulationKit, usesKernel: boolean): Promise<EmulatedPrograms> {
    const rootFilesystem = await prepareRootFilesystem(directory, kitSource(kit));
    const emulator = join(rootFilesystem, EMULATOR_INSIDE);
    // Without it, the first program runs all the same: the emulator is started by name.
    const keeper = usesKernel ? await BinaryFormatKeeper.start(emulator).catch(() => undefined) : undefined;
    return new EmulatedPrograms(rootFilesystem, keeper);
  }

  /** The user namespace in which the kernel itself starts arm64 programs; undefined where it can't. */
  get userNamespaceFile(): string | undefined {
    return this.#keeper?.namespaceFile;
  }

  /** What is the same on every architecture. @param hostRoot the root filesystem of the host's own. */
  sharedFolders(hostRoot: string): SharedFolder[] {
    return [{ source: join(hostRoot, TIME_ZONES), destination: TIME_ZONES }];
  }

  /** Words in front of an arm64 program that is started by name. */
  get interpreter(): readonly string[] {
    return this.#keeper ? [] : [EMULATOR_INSIDE];
  }

  async close(): Promise<void> {
    await this.#keeper?.close();
  }
}
