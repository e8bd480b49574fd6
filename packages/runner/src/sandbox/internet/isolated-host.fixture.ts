import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isRunning, listProcessIds, listTree } from "../process-tree.ts";

const FIXTURE = fileURLToPath(new URL("./internet-host.fixture.ts", import.meta.url));
/** Reads also what type stripping alone can't take out of TypeScript. */
const NODE = [
  fileURLToPath(new URL(`../../../node_modules/node24-linux-${process.arch}/bin/node`, import.meta.url)),
  ...["--experimental-transform-types", "--disable-warning=ExperimentalWarning"],
];

type Waiting = Map<number, (answer: { value?: never; error?: string }) => void>;

/** A server in a network of its own (see internet-host.fixture.ts), and what it has running. */
export class IsolatedHost {
  readonly networkNamespace: string;
  readonly #process: ChildProcess;
  readonly #waiting: Waiting;
  #asked = 0;

  private constructor(child: ChildProcess, waiting: Waiting) {
    this.#process = child;
    this.#waiting = waiting;
    this.networkNamespace = networkNamespaceOf(child.pid!)!;
  }

  static async start(
    folder: string,
    spares: "on demand" | "none" = "on demand",
    driver = "bwrap",
  ): Promise<IsolatedHost> {
    const fixture = [...NODE, FIXTURE, folder, spares, driver];
    const child = spawn("unshare", ["--net", "--mount", "--propagation", "private", ...fixture], {
      // Where a killed one leaves its files behind, too.
      env: { PATH: process.env.PATH, TMPDIR: folder },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const waiting: Waiting = new Map();
    const up = new Promise<void>((resolve, reject) => {
      waiting.set(0, () => resolve());
      child.once("exit", (code) => reject(new Error(`The isolated host ended with ${code}.`)));
    });
    createInterface(child.stdout!).on("line", (line) => {
      const answer = JSON.parse(line);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    });
    await up;
    return new IsolatedHost(child, waiting);
  }

  /** One of the fixture's commands. */
  // biome-ignore lint/suspicious/noExplicitAny: as each test knows what it asked for
  async ask(command: string, argument?: unknown): Promise<any> {
    return await new Promise((resolve, reject) => {
      const id = ++this.#asked;
      this.#waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value!) : reject(new Error(error))));
      this.#process.stdin!.write(`${JSON.stringify([id, command, argument ?? null])}\n`);
    });
  }

  /** Process ids of its slirp4netns, which live in its network. */
  links(): number[] {
    return this.processes().filter((id) => commandOf(id).startsWith("slirp4netns"));
  }

  /** All processes in its network, the server included. */
  processes(): number[] {
    return listProcessIds().filter((id) => isRunning(id) && networkNamespaceOf(id) === this.networkNamespace);
  }

  /** All that it has started, sandboxes included. */
  tree(): number[] {
    return listTree(this.#process.pid!);
  }

  async close() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    await this.ask("close");
    await ended;
  }

  async kill() {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }
}

function networkNamespaceOf(processId: number): string | undefined {
  try {
    return readlinkSync(`/proc/${processId}/ns/net`);
  } catch {
    return undefined; // gone
  }
}

function commandOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
