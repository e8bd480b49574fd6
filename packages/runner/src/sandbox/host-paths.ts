import type { SandboxStart } from "./sandbox.port.ts";

/** A path below one of Lambda's folders, where a path can begin: at the start, or after one of `:=,` or a space. */
const INSIDE = /(?<=^|[:=,\s])\/(var\/lang|var\/runtime|var\/task|opt)(?=\/|:|,|\s|$)/g;

/** Lambda's folders don't exist on the host: names the ones that stand for them. */
export class HostPaths {
  readonly #folders: Readonly<Record<string, string>>;

  constructor({ langDirectory, runtimeDirectory, assignment }: SandboxStart) {
    this.#folders = {
      "var/lang": langDirectory,
      "var/runtime": runtimeDirectory,
      "var/task": assignment!.codeDirectory,
      // The host may have an /opt of its own; without layers that stays what it is.
      opt: assignment!.layersDirectory ?? "/opt",
    };
  }

  /** `/var/lang/bin/node` → `…/node24-linux-x64/bin/node`, also in lists such as LD_LIBRARY_PATH. */
  rewrite(text: string): string {
    return text.replaceAll(INSIDE, (_path, folder: string) => this.#folders[folder]!);
  }
}
