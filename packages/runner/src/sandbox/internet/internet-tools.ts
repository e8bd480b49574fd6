import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { SandboxUnavailable } from "../sandbox-unavailable.ts";
import { LAUNCH_ENVIRONMENT } from "../waiting-shell.ts";

const run = promisify(execFile);

export const TUN_DEVICE = "/dev/net/tun";
const OPENED_BY_ALL = 0o006;
const PROGRAMS = [
  { name: "slirp4netns", debianPackage: "slirp4netns" },
  { name: "nft", debianPackage: "nftables" },
];
/** All of slirp4netns 0.4 (2019). */
const OPTIONS = [
  ...["--configure", "--mtu", "--disable-host-loopback", "--enable-seccomp", "--enable-sandbox"],
  ...["--ready-fd", "--exit-fd"],
];

/** What this host has for Internet access. */
export interface InternetTools {
  /**
   * Whether slirp4netns may give itself a root of nothing but /etc and /run: not where /etc/resolv.conf, which it reads
   * whenever that changes, leads elsewhere (as in WSL).
   */
  sandboxed: boolean;
  /** Whether every user may open the device, as the kernel means it. */
  tunIsOpen: boolean;
}

/**
 * @param host where to look, for tests.
 * @throws SandboxUnavailable what is missing, and how to get it.
 */
export async function findInternetTools(
  host = { path: LAUNCH_ENVIRONMENT.PATH as string, tunDevice: TUN_DEVICE },
): Promise<InternetTools> {
  const { path, tunDevice } = host;
  const missing = PROGRAMS.filter(
    ({ name }) => !path.split(delimiter).some((folder) => existsSync(join(folder, name))),
  );
  if (missing.length > 0) {
    throw new SandboxUnavailable(
      `Internet access for functions needs ${missing.map(({ name }) => name).join(" and ")}, which this host doesn't have.`,
      `Install with: sudo apt-get install -y ${missing.map(({ debianPackage }) => debianPackage).join(" ")} (Debian, Ubuntu; elsewhere the packages have the same names), then restart the server.`,
    );
  }
  const { stdout } = await run("slirp4netns", ["--help"], { env: { PATH: path } });
  const unknown = OPTIONS.filter((option) => !stdout.includes(option));
  if (unknown.length > 0) {
    throw new SandboxUnavailable(
      `Internet access for functions needs a newer slirp4netns: this one lacks ${unknown.join(", ")}.`,
      "Install slirp4netns 0.4 or newer, then restart the server.",
    );
  }
  if (!existsSync(tunDevice)) {
    throw new SandboxUnavailable(
      `Internet access for functions needs ${tunDevice}, which this host doesn't have.`,
      "Load the module (sudo modprobe tun); in a container, start that with --device /dev/net/tun. Then restart the server.",
    );
  }
  const tunIsOpen = (statSync(tunDevice).mode & OPENED_BY_ALL) === OPENED_BY_ALL;
  if (!tunIsOpen && process.geteuid?.() !== 0 && !mayOpen(tunDevice)) {
    throw new SandboxUnavailable(
      `Internet access for functions needs ${tunDevice}, which the server's user may not open.`,
      `Open it to all users, as is usual: sudo chmod 666 ${tunDevice}. Then restart the server.`,
    );
  }
  return { sandboxed: /^\/(etc|run)\//.test(realPath("/etc/resolv.conf")), tunIsOpen };
}

function mayOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path; // none: slirp4netns says so itself, and names aren't found
  }
}
