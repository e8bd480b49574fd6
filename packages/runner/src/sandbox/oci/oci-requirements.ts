import { existsSync } from "node:fs";
import { join } from "node:path";
import { explainNamespaceFailure } from "../bwrap-requirements.ts";
import { SandboxUnavailable } from "../sandbox-unavailable.ts";
import { LAUNCH_ENVIRONMENT } from "../waiting-shell.ts";
import { isGvisor } from "./oci-runtimes.ts";

/** @returns the path of the program. @throws SandboxUnavailable when it isn't there. */
export function findOciRuntime(runtime: string): string {
  if (process.platform !== "linux") {
    throw new SandboxUnavailable(
      `Sandboxes are made of Linux namespaces, and this is ${process.platform}.`,
      "Run the server on Linux, in a virtual machine or in a container.",
    );
  }
  const folders = `${LAUNCH_ENVIRONMENT.PATH}:${process.env.PATH ?? ""}`.split(":").filter(Boolean);
  const isPath = runtime.includes("/");
  const path = isPath
    ? runtime
    : folders.map((folder) => join(folder, runtime)).find((candidate) => existsSync(candidate));
  if (path !== undefined && existsSync(path)) return path;
  throw new SandboxUnavailable(
    isPath ? `There is no OCI runtime at ${path}.` : `The OCI runtime ${runtime} isn't installed.`,
    isPath
      ? "Name a program that is there."
      : `Install it: apt-get install ${runtime} (Debian, Ubuntu), dnf install ${runtime} (Fedora).`,
  );
}

const USAGE_ERROR =
  /^usage|unknown (command|flag|option)|flag provided but not defined|unrecognized option|unknown shorthand/i;

/** What stood in the way of a trial sandbox of this runtime. */
export function explainOciFailure(complaint: string, runtimePath: string): SandboxUnavailable {
  // The last line tells the end of it, but for a program that goes on with all that it would understand.
  const lines = complaint.split("\n");
  const reason = `A trial sandbox of ${runtimePath} failed: ${USAGE_ERROR.test(complaint) ? lines[0] : lines.at(-1)}.`;
  if (/(unshare|setpriv|nsenter): not found/.test(complaint)) {
    return new SandboxUnavailable(reason, "Install util-linux (unshare, setpriv and nsenter).");
  }
  if (USAGE_ERROR.test(complaint)) {
    return new SandboxUnavailable(
      reason,
      isGvisor(runtimePath)
        ? "It has to understand `--rootless --ignore-cgroups --host-fifo --oci-seccomp --overlay2`, as gVisor has since the end of 2022."
        : "It has to understand `run --bundle --preserve-fds --no-new-keyring` as runc and crun do.",
    );
  }
  return explainNamespaceFailure(reason, complaint) ?? new SandboxUnavailable(reason, "Choose another one, or bwrap.");
}
