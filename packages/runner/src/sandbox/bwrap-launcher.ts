import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { commonBwrapArguments, ownBwrapArguments, SECCOMP_FD } from "./bwrap-arguments.ts";
import { explainBwrapFailure } from "./bwrap-requirements.ts";
import { type ProcessPlace, readProcessPlace } from "./process-tree.ts";
import { type Launch, limitProcesses, type SandboxLauncher } from "./sandbox-launcher.ts";
import { buildSeccompFilter, type SeccompArchitecture } from "./seccomp/filter.ts";
import { becomeUser, quote, type WaitingShell } from "./waiting-shell.ts";

/** Sandboxes by bubblewrap. */
export class BwrapLauncher implements SandboxLauncher {
  readonly name = "bwrap";
  readonly offers = {
    listeners: true,
    internet: true,
    emulation: "by name",
    stops: true,
    laterMounts: true,
  } as const;
  /** bwrap outside, and bwrap as the first process inside; their memory can be neglected. */
  readonly own = { processes: 2, memoryBytes: 0 };
  readonly #bwrapPath: string;
  readonly #seccompFile: string;

  constructor(bwrapPath: string, directory: string) {
    this.#bwrapPath = bwrapPath;
    this.#seccompFile = join(directory, "seccomp.bpf");
  }

  prepare(rootFilesystem: string) {
    writeFileSync(this.#seccompFile, buildSeccompFilter(process.arch as SeccompArchitecture));
    return commonBwrapArguments(rootFilesystem);
  }

  launch(launch: Launch) {
    const outer = launch.outerUserNamespace ? ["unshare", "--user", "--map-root-user", "--"] : [];
    const bwrap = [...becomeUser(launch), ...outer, this.#bwrapPath].map(quote).join(" ");
    const { interpreter } = launch;
    const program = [...interpreter, ...launch.command];
    const command = launch.hasGroup ? program : [...interpreter, ...limitProcesses(launch.processes, program)];
    const own = ownBwrapArguments({ ...launch, command })
      .map(quote)
      .join(" ");
    return `exec ${bwrap} "$@" ${own} ${SECCOMP_FD}<${quote(this.#seccompFile)} </dev/null`;
  }

  findInit({ status }: WaitingShell) {
    let text = "";
    let init: ProcessPlace | undefined;
    status.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
      init ??= readProcessPlace(Number(/"child-pid": (\d+)/.exec(text)?.[1]));
    });
    return () => init;
  }

  /** All that it makes goes with its namespaces. */
  clear() {}

  explain(complaint: string) {
    return explainBwrapFailure(complaint, this.#bwrapPath);
  }
}
