/**
 * What reaches its aim in a sandbox of gVisor, and why that is harmless: gVisor's kernel, a process of the sandbox's host user whose
 * own calls to the host are filtered, answers it for this one sandbox. All else has to fail there as with every driver.
 */
const OWN_DEVICES =
  "/dev is gVisor's own, one per sandbox: names of devices that it plays itself, none of them the host's";
const OWN_FOLDER = `${OWN_DEVICES}. What is written there is memory of the function (gvisor-launcher.test.ts)`;
const OWN_FIRST_PROCESS =
  "the first process inside is our shell with the function's own environment; the launcher isn't inside";
const OWN_NOTE =
  "noted by gVisor's kernel for its own process; the processes on the host stay as they are (gvisor-launcher.test.ts)";
const UNTOLD =
  "/proc/PID/status of gVisor doesn't name no_new_privs; both hold, as `gain privileges by a program` and `be free of the filter` show";

export const ANSWERED_BY_GVISOR: Readonly<Record<string, string>> = {
  "change the mode of a device": OWN_DEVICES,
  "change the mode of its standard input, which the host opened": "standard input is gVisor's /dev/null, opened inside",
  "open a disk or a terminal": OWN_DEVICES,
  "write /dev/x": OWN_FOLDER,
  "make a folder anywhere but in /tmp and /dev/shm": OWN_FOLDER,
  "have a mount that can be written besides /tmp, /dev/shm and devices": OWN_FOLDER,
  "have a mount that honours setuid bits, or device files outside /dev":
    "gVisor lists no such flags; no_new_privs is set, there is one user without capabilities, and no device can be made",
  "read /proc/cmdline": "a sentence that gVisor has for everybody",
  "read the first process' environment": OWN_FIRST_PROCESS,
  "end the first process": "with it ends the sandbox that did so, as if the function had exited, and no other",
  "raise its priority": OWN_NOTE,
  "raise its own priority": OWN_NOTE,
  "escape the out-of-memory killer": OWN_NOTE,
  "run without no_new_privs or seccomp": UNTOLD,
  "have children that run without no_new_privs or seccomp": UNTOLD,
};

/** The attempt after which nothing is said any more. */
export const LAST_IN_GVISOR = "end the first process";
/** No process of the host has what processes inside have; so there is nothing that the same attempt could find on the host. */
export const NOWHERE_ON_HOST = "read another sandbox's environment or command line";
