import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ControlGroup, ControlGroupLimits, ControlGroups } from "./cgroup.port.ts";
import {
  CPU_PERIOD_US,
  clearControlGroups,
  cpuQuotaUs,
  killProcess,
  LONGEST_FREEZE_MS,
  readKey,
  readNumber,
  readProcessIds,
  refusedProcesses,
  removeControlGroups,
  tryRemove,
  tryWrite,
} from "./cgroup-files.ts";

/** The group in each hierarchy below which ours are made, as folders. Memory and pids are a must, the others are used when there. */
export interface ControllerFoldersV1 {
  memory: string;
  pids: string;
  cpu?: string;
  freezer?: string;
}

/** A group of the driver in each hierarchy, and below it one per sandbox. */
export class ControlGroupsV1 implements ControlGroups {
  readonly version = 1;
  readonly limitsCpu: boolean;
  readonly folders: readonly string[];
  readonly #byController: ControllerFoldersV1;

  constructor(own: ControllerFoldersV1, groupName: string) {
    const below = (folder?: string) => folder && join(folder, groupName);
    this.#byController = {
      memory: join(own.memory, groupName),
      pids: join(own.pids, groupName),
      cpu: below(own.cpu),
      freezer: below(own.freezer),
    };
    this.limitsCpu = own.cpu !== undefined;
    this.folders = [...new Set(Object.values(this.#byController).filter((folder) => folder !== undefined))];
    for (const folder of this.folders) mkdirSync(folder, { recursive: true });
  }

  create(name: string): ControlGroup {
    return new ControlGroupV1(
      Object.fromEntries(
        Object.entries(this.#byController).map(([controller, folder]) => [controller, folder && join(folder, name)]),
      ) as unknown as ControllerFoldersV1,
    );
  }

  async close() {
    await clearControlGroups(this.folders);
    for (const folder of this.folders) tryRemove(folder);
  }
}

class ControlGroupV1 implements ControlGroup {
  readonly joinFiles: readonly string[];
  readonly hasFreezer: boolean;
  readonly #folders: ControllerFoldersV1;
  readonly #all: readonly string[];

  constructor(folders: ControllerFoldersV1) {
    this.#folders = folders;
    this.hasFreezer = folders.freezer !== undefined;
    this.#all = [...new Set(Object.values(folders).filter((folder) => folder !== undefined))];
    this.joinFiles = this.#all.map((folder) => join(folder, "cgroup.procs"));
    for (const folder of this.#all) mkdirSync(folder, { recursive: true });
  }

  limit(limits: ControlGroupLimits) {
    const folders = this.#folders;
    writeFileSync(join(folders.memory, "memory.limit_in_bytes"), String(limits.memoryBytes));
    // Memory and swap together: equal to the limit means no swap. Absent where swap isn't accounted.
    tryWrite(join(folders.memory, "memory.memsw.limit_in_bytes"), String(limits.memoryBytes));
    writeFileSync(join(folders.pids, "pids.max"), String(limits.processes));
  }

  processIds() {
    return readProcessIds(this.#folders.pids);
  }

  chargedBytes() {
    return readNumber(join(this.#folders.memory, "memory.usage_in_bytes"));
  }

  peakChargedBytes() {
    return readNumber(join(this.#folders.memory, "memory.max_usage_in_bytes"));
  }

  memory() {
    const text = readFileSync(join(this.#folders.memory, "memory.stat"), "latin1");
    return { anonymousBytes: readKey(text, "total_rss"), sharedBytes: readKey(text, "total_shmem") };
  }

  oomKills() {
    return readKey(readFileSync(join(this.#folders.memory, "memory.oom_control"), "latin1"), "oom_kill");
  }

  refusedProcesses() {
    return refusedProcesses(this.#folders.pids);
  }

  limitCpu(cores: number) {
    if (!this.#folders.cpu) return;
    writeFileSync(join(this.#folders.cpu, "cpu.cfs_period_us"), String(CPU_PERIOD_US));
    writeFileSync(join(this.#folders.cpu, "cpu.cfs_quota_us"), String(cpuQuotaUs(cores)));
  }

  async freeze() {
    const state = this.#folders.freezer && join(this.#folders.freezer, "freezer.state");
    if (!state) return this.#signalAll("SIGSTOP");
    writeFileSync(state, "FROZEN");
    // FREEZING means that a process was in a call that has to end first; reading drives the change on.
    const deadlineMs = performance.now() + LONGEST_FREEZE_MS;
    const isFreezing = () => existsSync(state) && readFileSync(state, "latin1").trim() === "FREEZING";
    for (let waitMs = 1; isFreezing() && performance.now() < deadlineMs; waitMs *= 2) {
      await delay(Math.min(waitMs, 20));
    }
  }

  async thaw() {
    this.#thawNow();
  }

  kill() {
    // A frozen v1 group keeps SIGKILL pending until it is thawed.
    this.#signalAll("SIGKILL");
    this.#thawNow();
    // To end takes processor time as well, which a small share hands out too slowly.
    if (this.#folders.cpu) tryWrite(join(this.#folders.cpu, "cpu.cfs_quota_us"), "-1");
  }

  async remove() {
    await removeControlGroups(this.#all, () => this.kill());
  }

  #thawNow() {
    if (this.#folders.freezer) tryWrite(join(this.#folders.freezer, "freezer.state"), "THAWED");
    else this.#signalAll("SIGCONT");
  }

  #signalAll(signal: NodeJS.Signals) {
    for (const processId of this.processIds()) killProcess(processId, signal);
  }
}
