import { once } from "node:events";
import type { ControlGroup, ControlGroups } from "./cgroup.port.ts";
import type { HostUids } from "./host-uid.ts";
import { WaitingShell, type WaitingShellOptions } from "./waiting-shell.ts";

/** How many are kept ready. One costs 0.3 MB and an empty control group. */
const SPARES = 2;
/** Long enough not to compete with the interpreter that is just starting. */
const REFILL_DELAY_MS = 100;

/** All that a sandbox needs beside what it is told to run. */
export interface SandboxSlot {
  id: string;
  shell: WaitingShell;
  group: ControlGroup | undefined;
  uid: number | undefined;
}

export interface SandboxSlotsOptions extends Omit<WaitingShellOptions, "joinFiles"> {
  idPrefix: string;
  groups: ControlGroups | undefined;
  uids: HostUids | undefined;
}

/** Keeps some slots ready, so that a cold start doesn't wait for what every sandbox needs alike. */
export class SandboxSlots {
  readonly #options: SandboxSlotsOptions;
  readonly #spares = new Set<SandboxSlot>();
  readonly #making = new Set<Promise<unknown>>();
  #refill: NodeJS.Timeout | undefined;
  #count = 0;
  #closed = false;

  constructor(options: SandboxSlotsOptions) {
    this.#options = options;
  }

  /** A ready one, else a new one. */
  async take(): Promise<SandboxSlot> {
    if (!this.#closed) this.#refill ??= setTimeout(() => this.#fill(), REFILL_DELAY_MS).unref();
    for (const spare of this.#spares) {
      this.#spares.delete(spare);
      if (spare.shell.isWaiting) return spare;
      await this.release(spare);
    }
    return await this.#make();
  }

  /** Gives back what the slot holds on the host; ends its processes. */
  async release({ shell, group, uid }: SandboxSlot) {
    const exit = shell.isWaiting ? once(shell.child, "exit") : undefined;
    shell.child.kill("SIGKILL");
    await group?.remove();
    // A process leaves its group a moment before it is gone.
    await exit;
    if (uid !== undefined) this.#options.uids?.release(uid);
  }

  async close() {
    this.#closed = true;
    clearTimeout(this.#refill);
    await Promise.all(this.#making);
    await Promise.all([...this.#spares].map((spare) => this.release(spare)));
  }

  #fill() {
    this.#refill = undefined;
    for (let missing = SPARES - this.#spares.size; missing > 0; missing--) {
      const making = this.#make()
        // A host that can't start a process says so to the next one who asks for a sandbox.
        .then(
          (slot) => this.#spares.add(slot),
          () => undefined,
        )
        .finally(() => this.#making.delete(making));
      this.#making.add(making);
    }
  }

  async #make(): Promise<SandboxSlot> {
    const { idPrefix, groups, uids } = this.#options;
    const id = `${idPrefix}-${this.#count++}`;
    const uid = uids?.take();
    let group: ControlGroup | undefined;
    try {
      group = groups?.create(id);
      const shell = await WaitingShell.start({ ...this.#options, joinFiles: group?.joinFiles ?? [] });
      return { id, shell, group, uid };
    } catch (error) {
      await group?.remove();
      if (uid !== undefined) uids?.release(uid);
      throw error;
    }
  }
}
