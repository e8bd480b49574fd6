/** What one sandbox may use; the kernel's hard limits. */
export interface ControlGroupLimits {
  /** Everything charged, files in /tmp and page cache included. */
  memoryBytes: number;
  processes: number;
}

/** The control group of one sandbox. Reads are synchronous: a file of the cgroup file system answers in microseconds. */
export interface ControlGroup {
  /** Files that a process writes `0` to in order to join. */
  readonly joinFiles: readonly string[];
  processIds(): number[];
  /** Everything charged now, page cache included: never less than what the processes hold. */
  chargedBytes(): number;
  /** The highest that `chargedBytes` has been; 0 where the kernel doesn't tell (v2 before 5.19). */
  peakChargedBytes(): number;
  /** Memory of the processes, and shared memory together with files in tmpfs mounts. */
  memory(): { anonymousBytes: number; sharedBytes: number };
  /** How many processes the kernel has ended at the memory limit. */
  oomKills(): number;
  /** How often the kernel has refused a process or a thread at the limit; 0 where it doesn't tell. */
  refusedProcesses(): number;
  /** Before the sandbox starts; until then a group has no limits. */
  limit(limits: ControlGroupLimits): void;
  /** @param cores 0.07 for 128 MB, 1 for 1769 MB */
  limitCpu(cores: number): void;
  /** Whether the kernel freezes them; otherwise each is sent a signal. */
  readonly hasFreezer: boolean;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** SIGKILL to every process, frozen or not; what is left of them isn't held to a share of the processors. */
  kill(): void;
  /** Removes the group once it is empty, ending what is still in it. */
  remove(): Promise<void>;
}

/** The control groups that this host lets us make. */
export interface ControlGroups {
  readonly version: 1 | 2;
  readonly limitsCpu: boolean;
  /** Folders that hold the sandboxes' groups; kept on record so that a successor can clear them. */
  readonly folders: readonly string[];
  create(name: string): ControlGroup;
  /** Removes the folders themselves. */
  close(): Promise<void>;
}
