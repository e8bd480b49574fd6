import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlGroups } from "../cgroup.port.ts";
import { MountKeeper } from "../mount-keeper.ts";
import type { InternetAccess } from "../sandbox.port.ts";
import type { SandboxSlot } from "../sandbox-slots.ts";
import { SandboxUnavailable } from "../sandbox-unavailable.ts";
import { quote } from "../waiting-shell.ts";
import { readHostAddresses } from "./host-addresses.ts";
import { InternetLink } from "./internet-link.ts";
import { findInternetTools, type InternetTools, TUN_DEVICE } from "./internet-tools.ts";
import { DNS_ADDRESS } from "./refused-addresses.ts";

const MIB = 1024 * 1024;
/** 500 connections with both their buffers (128 KiB each) full; 3 MiB when idle. */
const LINK_MEMORY_BYTES = 128 * MIB;
/** slirp4netns, and what leads to it: a shell, the one that waits between the namespaces, and nft. */
const LINK_PROCESSES = 8;
/** How long an address that this host was just given can be reached by functions that are running already. */
const ADDRESS_POLL_MS = 2_000;

const TRYING: InternetAccess = {
  available: false,
  reason: "Whether this host can offer Internet access is being tried out.",
  remedy: "Look again in a moment.",
};

export interface InternetLinksOptions {
  /** For what sandboxes are shown. */
  directory: string;
  /** For what is mounted for us alone. */
  runFolder: string;
  groups: ControlGroups | undefined;
  inheritedFds: readonly number[];
  /** Runs a sandbox with Internet access. @throws what went wrong. */
  prove(): Promise<void>;
  findTools?: typeof findInternetTools;
}

/** Gives sandboxes Internet access, once that has been seen to work on this host: when it is first asked for. */
export class InternetLinks {
  /** Holds `resolv.conf`. */
  readonly folder: string;
  readonly #options: InternetLinksOptions;
  readonly #links = new Set<InternetLink>();
  #trial: Promise<void> | undefined;
  #access: InternetAccess = TRYING;
  #tools: InternetTools | undefined;
  #tunKeeper: MountKeeper | undefined;
  #poll: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: InternetLinksOptions) {
    this.#options = options;
    this.folder = join(options.directory, "internet");
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, "resolv.conf"), `nameserver ${DNS_ADDRESS}\n`);
    // Readable to the sandbox's user whatever this process' umask is.
    chmodSync(this.folder, 0o755);
    chmodSync(join(this.folder, "resolv.conf"), 0o644);
  }

  /** What is known by now; asking starts the trial. */
  get access(): InternetAccess {
    void this.#tryOut();
    return this.#access;
  }

  /** @throws SandboxUnavailable when this host can't offer it. */
  async require(): Promise<void> {
    await this.#tryOut();
    if (!this.#access.available) throw new SandboxUnavailable(this.#access.reason, this.#access.remedy);
  }

  /**
   * A link for a sandbox that is about to start.
   * @param userNamespaceFile the user namespace that it starts below, when that isn't the host's.
   * @throws for faults of the host.
   */
  async open(slot: SandboxSlot, openFiles: number, userNamespaceFile?: string): Promise<InternetLink> {
    const { groups, inheritedFds } = this.#options;
    const group = groups?.create(`${slot.id}-internet`);
    try {
      group?.limit({ memoryBytes: LINK_MEMORY_BYTES, processes: LINK_PROCESSES });
      const link = await InternetLink.start({
        ...{ group, uid: slot.uid, openFiles, inheritedFds },
        sandboxed: this.#tools?.sandboxed ?? true,
        mountNamespaceFile: this.#tunKeeper?.namespaceFile,
        // Rights over the sandbox's namespaces begin in their parent; an ordinary user owns that one as well.
        userNamespaceFile: slot.uid === undefined ? undefined : userNamespaceFile,
        hostAddresses: readHostAddresses(),
      });
      this.#links.add(link);
      void link.ended.then(() => this.#forget(link));
      this.#poll ??= setInterval(() => this.#followHostAddresses(), ADDRESS_POLL_MS).unref();
      return link;
    } catch (error) {
      await group?.remove();
      throw error;
    }
  }

  async close() {
    this.#closed = true;
    await this.#trial;
    await Promise.all([...this.#links].map((link) => link.close()));
    clearInterval(this.#poll);
    await this.#tunKeeper?.close();
  }

  #tryOut(): Promise<void> {
    this.#trial ??= this.#closed ? Promise.resolve() : this.#try();
    return this.#trial;
  }

  async #try() {
    try {
      this.#tools = await (this.#options.findTools ?? findInternetTools)();
      if (!this.#tools.tunIsOpen && process.geteuid?.() === 0) await this.#openTunDevice();
      await this.#options.prove();
      this.#access = { available: true };
    } catch (error) {
      this.#access =
        error instanceof SandboxUnavailable
          ? { available: false, reason: error.reason, remedy: error.remedy }
          : {
              available: false,
              reason: `A trial of Internet access failed: ${(error as Error).message}.`,
              remedy:
                "Check that this host lets users make user namespaces (also unshare, not bwrap alone) and has nftables in its kernel (modprobe nf_tables), then restart the server.",
            };
    }
  }

  /** Some hosts let root alone open it; slirp4netns shouldn't be root for that. Seen in a mount namespace of ours alone. */
  async #openTunDevice() {
    const folder = join(this.#options.runFolder, "tun");
    mkdirSync(folder, { recursive: true });
    this.#tunKeeper = await MountKeeper.start(folder);
    const device = quote(join(folder, "tun"));
    await this.#tunKeeper.run(
      `mknod ${device} c 10 200 && chmod 666 ${device} && mount --bind ${device} ${TUN_DEVICE}`,
    );
  }

  #forget(link: InternetLink) {
    this.#links.delete(link);
    if (this.#links.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  /** A function that could reach an address of this host would be at its services, which may trust their own host. */
  #followHostAddresses() {
    const addresses = readHostAddresses();
    for (const link of this.#links) {
      if (link.hostAddresses.join() === addresses.join()) continue;
      // A filter that can't be kept right must not stay.
      link.refuseHostAddresses(addresses).catch(() => link.close());
    }
  }
}
