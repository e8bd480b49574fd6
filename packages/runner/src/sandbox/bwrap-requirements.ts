import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";
import { LAUNCH_ENVIRONMENT } from "./waiting-shell.ts";

const run = promisify(execFile);
const INSTALL =
  "Install it: apt-get install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora), pacman -S bubblewrap (Arch).";

/** @returns the path of a bubblewrap that knows every option we need. */
export async function findBwrap(wanted?: string): Promise<string> {
  if (process.platform !== "linux") {
    throw new SandboxUnavailable(
      `Sandboxes are made of Linux namespaces, and this is ${process.platform}.`,
      "Run the server on Linux, in a virtual machine or in a container.",
    );
  }
  const folders = `${LAUNCH_ENVIRONMENT.PATH}:${process.env.PATH ?? ""}`.split(":").filter(Boolean);
  const path = wanted ?? folders.map((folder) => join(folder, "bwrap")).find((candidate) => existsSync(candidate));
  if (!path || !existsSync(path)) {
    throw new SandboxUnavailable(
      wanted ? `There is no bubblewrap at ${wanted}.` : "bubblewrap (the program bwrap) isn't installed.",
      INSTALL,
    );
  }
  const help = await run(path, ["--help"]).catch((error: Error) => {
    throw new SandboxUnavailable(`bubblewrap at ${path} doesn't start (${error.message}).`, INSTALL);
  });
  const missing = ["--size", "--disable-userns", "--json-status-fd"].filter((option) => !help.stdout.includes(option));
  if (missing.length > 0) {
    const version = (await run(path, ["--version"])).stdout.trim();
    throw new SandboxUnavailable(
      `${version} at ${path} is too old: it lacks ${missing.join(", ")}.`,
      "Install bubblewrap 0.8 or newer (Debian 12, Ubuntu 24.04 and Fedora 38 have it).",
    );
  }
  return path;
}

const setting = (name: string) => {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll(".", "/")}`, "latin1").trim();
  } catch {
    return undefined;
  }
};

/** Finds which of the host's settings is behind the failed trial. */
export function explainBwrapFailure(complaint: string, bwrapPath: string): SandboxUnavailable {
  const reason = `A trial sandbox of ${bwrapPath} failed: ${complaint}.`;
  if (/setpriv|nsenter/.test(complaint)) {
    return new SandboxUnavailable(reason, "Install util-linux (setpriv and nsenter).");
  }
  return (
    explainNamespaceFailure(reason, complaint) ??
    new SandboxUnavailable(reason, "Run the server where bubblewrap works, or as root.")
  );
}

/** A setting of this host that forbids what every sandbox is made of; undefined when none is known for it. */
export function explainNamespaceFailure(reason: string, complaint: string): SandboxUnavailable | undefined {
  const remedy = (text: string) => new SandboxUnavailable(reason, text);
  if (setting("kernel.unprivileged_userns_clone") === "0") {
    return remedy("Allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1.");
  }
  if (setting("kernel.apparmor_restrict_unprivileged_userns") === "1") {
    return remedy(
      "AppArmor forbids user namespaces: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or load a profile that allows userns for the program.",
    );
  }
  if (setting("user.max_user_namespaces") === "0") {
    return remedy("Allow user namespaces: sysctl -w user.max_user_namespaces=10000.");
  }
  if (/mount proc|proc on|mount \/proc/i.test(complaint)) {
    return remedy(
      "This looks like a container with a masked /proc: run it with --security-opt systempaths=unconfined.",
    );
  }
  if (/namespace|unshare|not permitted|permission denied|uid map/i.test(complaint)) {
    return remedy(
      "Namespaces are forbidden here: in a container, run it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or with --privileged.",
    );
  }
  return undefined;
}
