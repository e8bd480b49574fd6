import { spawn } from "node:child_process";
import { close, closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { HostUids } from "./host-uid.ts";
import { type ProcessPlace, readProcessPlace } from "./process-tree.ts";
import type { TemporaryFiles } from "./sandbox.port.ts";
import type { SandboxSlot } from "./sandbox-slots.ts";
import { LAUNCH_ENVIRONMENT } from "./waiting-shell.ts";

/** Where /tmp of a sandbox is, as a process sees it. */
export interface TemporaryPlace {
  process: ProcessPlace;
  folder: string;
}

/** setns(2): of the calls below the one whose number isn't the same on all architectures. */
const SETNS = process.arch === "arm64" ? 268 : 308;

/**
 * Mounts what lies at the first folder in the mount namespace on descriptor 3 onto the second one in that on descriptor 4. A mount can be
 * copied just by a process in its namespace, and put down just by one in the other (open_tree, move_mount: Linux 5.2),
 * in the user namespace that either belongs to. Neither process can be seen from inside: both stay in our process namespace.
 * @see https://man7.org/linux/man-pages/man2/ioctl_ns.2.html NS_GET_USERNS, 0xb701
 */
const MOUNT_SCRIPT = `
use strict;
my ($setns, $empty) = (${SETNS}, "");
my ($source, $target) = @ARGV;
open(my $from, "<&=", 3) && open(my $to, "<&=", 4) or die "descriptors: $!";
sub enter {
  my $mounts = shift;
  my $users = ioctl($mounts, 0xb701, 0) or die "owner: $!";
  syscall($setns, $users + 0, 0x10000000) == 0 or die "user namespace: $!";
  syscall($setns, fileno($mounts), 0x20000) == 0 or die "mount namespace: $!";
}
pipe(my $copied, my $tell) && pipe(my $wait, my $done) or die "pipe: $!";
my $child = fork() // die "fork: $!";
if (!$child) {
  close $done;
  enter($from);
  my $tree = syscall(428, -100, $source, 0x80101);
  die "open_tree: $!" if $tree < 0;
  syswrite($tell, "$tree\\n");
  sysread($wait, my $nothing, 1);
  exit 0;
}
close $tell;
my $tree = <$copied> // exit 1;
chomp $tree;
sysopen(my $copy, "/proc/$child/fd/$tree", 012000000) or die "copy: $!";
enter($to);
syscall(429, fileno($copy), $empty, -100, $target, 4) == 0 or die "move_mount: $!";
`;

/**
 * Keeps /tmp of sandboxes beyond their ends: for an environment that is reset, whose next sandbox goes on with it. No path
 * below it is ever opened by us; what is held is the mount namespace, and so the size that the file system has.
 */
export class TemporaryFilesKeeper {
  readonly #uids: HostUids | undefined;
  readonly #perl: string | undefined;
  #hasGivenUp = false;

  /** @param perl where it is; looked for when omitted. */
  constructor(uids: HostUids | undefined, perl = findPerl()) {
    this.#uids = uids;
    this.#perl = perl !== undefined && existsSync(perl) ? perl : undefined;
  }

  /**
   * @param uid host user that all files belong to
   * @returns undefined when it has ended, or files couldn't be brought to another sandbox on this host.
   */
  hold({ process: init, folder }: TemporaryPlace, uid: number | undefined): HeldTemporaryFiles | undefined {
    if (this.#perl === undefined || this.#hasGivenUp) return undefined;
    let fd: number;
    try {
      fd = openSync(`/proc/${init.processId}/ns/mnt`, "r");
    } catch {
      return undefined;
    }
    // The number may have been given to another process before the file was opened.
    if (readProcessPlace(init.processId)?.startTicks !== init.startTicks) {
      closeSync(fd);
      return undefined;
    }
    if (uid !== undefined) this.#uids?.share(uid);
    return new HeldTemporaryFiles(fd, folder, uid, () => {
      if (uid !== undefined) this.#uids?.release(uid);
    });
  }

  /** Gives a slot that nothing runs in yet the files' user: to any other they would be somebody else's. */
  fit(slot: SandboxSlot, { uid }: HeldTemporaryFiles): void {
    if (uid === undefined || slot.uid === undefined) return;
    this.#uids?.release(slot.uid);
    slot.uid = this.#uids?.share(uid);
  }

  /** Nothing is held from now on: this host can't mount it. */
  giveUp(): void {
    this.#hasGivenUp = true;
  }

  /**
   * Puts them in place of a sandbox's own /tmp, or does nothing once it has given up.
   * @throws why this host can't, or that the sandbox has ended.
   */
  async mount(files: HeldTemporaryFiles, { process: init, folder }: TemporaryPlace): Promise<void> {
    if (this.#hasGivenUp) return;
    const fd = openSync(`/proc/${init.processId}/ns/mnt`, "r");
    try {
      await runPerl(this.#perl!, [files.fd, fd], [files.folder, folder]);
    } finally {
      closeSync(fd);
    }
  }
}

export class HeldTemporaryFiles implements TemporaryFiles {
  readonly fd: number;
  readonly folder: string;
  readonly uid: number | undefined;
  readonly #release: () => void;
  #closing: Promise<void> | undefined;

  constructor(fd: number, folder: string, uid: number | undefined, release: () => void) {
    this.fd = fd;
    this.folder = folder;
    this.uid = uid;
    this.#release = release;
  }

  close(): Promise<void> {
    // Not at once: hundreds of thousands of files take the kernel a while.
    this.#closing ??= promisify(close)(this.fd).finally(this.#release);
    return this.#closing;
  }
}

/** The command, begun by a line on descriptor 3. */
export function beginLater(command: readonly string[]): string[] {
  return ["/bin/sh", "-c", 'read -r line <&3; unset line; exec "$@"', "sh", ...command];
}

function findPerl(): string | undefined {
  const folders = LAUNCH_ENVIRONMENT.PATH.split(":");
  return folders.map((folder) => join(folder, "perl")).find((path) => existsSync(path));
}

function runPerl(perl: string, namespaces: readonly number[], folders: readonly string[]): Promise<void> {
  const child = spawn(perl, ["-e", MOUNT_SCRIPT, ...folders], {
    env: LAUNCH_ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe", ...namespaces],
  });
  let complaint = "";
  child.stderr!.on("data", (chunk) => (complaint += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(complaint.trim() || `perl ended with ${signal ?? code}`));
    });
  });
}
