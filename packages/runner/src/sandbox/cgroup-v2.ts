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

/** Groups below one folder of the unified hierarchy, whose subtree has at least `memory` and `pids`. */
export class ControlGroupsV2 implements ControlGroups {
  readonly version = 2;
  readonly folder: string;
  readonly limitsCpu: boolean;
  readonly folders: readonly string[];

  constructor(folder: string, limitsCpu: boolean) {
    this.folder = folder;
    this.limitsCpu = limitsCpu;
    this.folders = [folder];
  }

  create(name: string): ControlGroup {
    return new ControlGroupV2(join(this.folder, name), this.limitsCpu);
  }

  async close() {
    await clearControlGroups(this.folders);
    for (const folder of this.folders) tryRemove(folder);
  }
}

class ControlGroupV2 implements ControlGroup {
  readonly joinFiles: readonly string[];
  readonly hasFreezer = true;
  readonly #folder: string;
  readonly #limitsCpu: boolean;

  constructor(folder: string, limitsCpu: boolean) {
    this.#folder = folder;
    this.#limitsCpu = limitsCpu;
    this.joinFiles = [join(folder, "cgroup.procs")];
    mkdirSync(folder);
  }

  limit(limits: ControlGroupLimits) {
    const folder = this.#folder;
    writeFileSync(join(folder, "memory.max"), String(limits.memoryBytes));
    writeFileSync(join(folder, "pids.max"), String(limits.processes));
    // Absent without swap, or on a kernel before 4.19: then the kernel ends one process and not all of them.
    tryWrite(join(folder, "memory.swap.max"), "0");
    tryWrite(join(folder, "memory.oom.group"), "1");
  }

  processIds() {
    return readProcessIds(this.#folder);
  }

  chargedBytes() {
    return readNumber(join(this.#folder, "memory.current"));
  }

  peakChargedBytes() {
    const path = join(this.#folder, "memory.peak");
    return existsSync(path) ? readNumber(path) : 0;
  }

  memory() {
    const text = readFileSync(join(this.#folder, "memory.stat"), "latin1");
    return { anonymousBytes: readKey(text, "anon"), sharedBytes: readKey(text, "shmem") };
  }

  oomKills() {
    return readKey(readFileSync(join(this.#folder, "memory.events"), "latin1"), "oom_kill");
  }

  refusedProcesses() {
    return refusedProcesses(this.#folder);
  }

  limitCpu(cores: number) {
    if (this.#limitsCpu) writeFileSync(join(this.#folder, "cpu.max"), `${cpuQuotaUs(cores)} ${CPU_PERIOD_US}`);
  }

  async freeze() {
    writeFileSync(join(this.#folder, "cgroup.freeze"), "1");
    const deadlineMs = performance.now() + LONGEST_FREEZE_MS;
    for (let waitMs = 1; !this.#isFrozen() && performance.now() < deadlineMs; waitMs *= 2) {
      await delay(Math.min(waitMs, 20));
    }
  }

  async thaw() {
    tryWrite(join(this.#folder, "cgroup.freeze"), "0");
  }

  kill() {
    // cgroup.kill came with 5.14; a frozen v2 group takes SIGKILL either way.
    if (!tryWrite(join(this.#folder, "cgroup.kill"), "1")) {
      for (const processId of this.processIds()) killProcess(processId);
    }
    // To end takes processor time as well, which a small share hands out too slowly.
    if (this.#limitsCpu) tryWrite(join(this.#folder, "cpu.max"), `max ${CPU_PERIOD_US}`);
  }

  async remove() {
    await removeControlGroups([this.#folder], () => this.kill());
  }

  /** True also when the group is empty, gone, or thawed again meanwhile: there is nothing to wait for. */
  #isFrozen() {
    try {
      if (readNumber(join(this.#folder, "cgroup.freeze")) === 0) return true;
      const events = readFileSync(join(this.#folder, "cgroup.events"), "latin1");
      return readKey(events, "frozen") === 1 || readKey(events, "populated") === 0;
    } catch {
      return true;
    }
  }
}
