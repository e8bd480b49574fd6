import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { quote } from "./waiting-shell.ts";

/** Ends each answer; a command's own words never start with it, as they go to standard error. */
const DONE = "done";

/**
 * A shell that keeps a mount namespace of ours, seen by our sandboxes' launchers alone, and mounts there what it is told to.
 * It goes with this process: its standard input ends when we do.
 */
export class MountKeeper {
  readonly #child: ChildProcess;
  #complaint = "";
  #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr!.on("data", (chunk) => (this.#complaint += chunk));
    createInterface(child.stdout!).on("line", (line) => this.#onAnswer(line));
    child.once("close", () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("The keeper of the mount namespace ended."));
    });
    child.stdin!.on("error", () => undefined);
  }

  /** @throws when this process may not make a mount namespace. */
  static async start(mountPoint: string): Promise<MountKeeper> {
    const loop = 'while IFS= read -r line; do eval "$line"; echo "done $?"; done';
    const child = spawn("unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", loop], {
      env: { PATH: process.env.PATH },
      stdio: ["pipe", "pipe", "pipe"],
    });
    // The server may end without waiting for it, unless it waits for an answer.
    child.unref();
    for (const stream of [child.stdin, child.stderr]) (stream as Socket).unref();
    const keeper = new MountKeeper(child);
    child.once("error", (error) => (keeper.#complaint += error.message));
    await keeper.run(`mount -t tmpfs -o mode=755,size=1m tmpfs ${quote(mountPoint)}`).catch((error: Error) => {
      throw new Error(`A private mount namespace can't be made: ${keeper.#complaint.trim() || error.message}`);
    });
    return keeper;
  }

  get namespaceFile(): string {
    return `/proc/${this.#child.pid}/ns/mnt`;
  }

  /** Runs one line of shell in the namespace, after all lines before it. @throws what it complained about. */
  run(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      (this.#child.stdout as Socket).ref();
      this.#child.stdin!.write(`${line}\n`);
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
    child.ref();
    child.kill("SIGKILL");
    await ended;
  }

  #onAnswer(line: string): void {
    const asked = this.#waiting.shift();
    if (this.#waiting.length === 0) (this.#child.stdout as Socket).unref();
    if (line === `${DONE} 0`) asked?.resolve();
    // What it complained about comes on another pipe, a moment later perhaps.
    else setImmediate(() => asked?.reject(new Error(this.#complaint.trim() || `A mount failed (${line}).`)));
    setImmediate(() => {
      if (this.#waiting.length === 0) this.#complaint = "";
    });
  }
}
