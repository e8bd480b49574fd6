import type { ControlGroups } from "./cgroup.port.ts";
import type { IsolationFact } from "./sandbox.port.ts";
import type { SandboxLauncher } from "./sandbox-launcher.ts";
import { ALLOWED_SYSTEM_CALLS } from "./seccomp/allowed-system-calls.ts";
import { ARGUMENT_RULES } from "./seccomp/argument-rules.ts";

interface IsolatingHost {
  groups: ControlGroups | { unavailableBecause: string };
  uidBase: number | undefined;
  /** Whether this process can see what the processes of a sandbox use; without that there is no watchdog. */
  canMeasure: boolean;
}

/** Which promises hold on this host, and by what. */
export function isolationFacts(
  { groups, uidBase, canMeasure }: IsolatingHost,
  { isolation: otherwise, offers: { stops: canStop } }: Pick<SandboxLauncher, "isolation" | "offers">,
): IsolationFact[] {
  const hasGroups = "create" in groups;
  const noGroups = hasGroups ? "" : groups.unavailableBecause;
  const fact = (what: IsolationFact["what"], by: string, enforced = true): IsolationFact => ({
    what,
    enforced,
    by: otherwise?.[what] ?? by,
  });
  return [
    fact("processes", "process namespace; every process ends with the sandbox"),
    fact("files", "mount namespace: a minimal read-only root, read-only code, and /tmp"),
    fact(
      "network",
      "network namespace with loopback only; with Internet access, a filter that lets public addresses through",
    ),
    fact(
      "system calls",
      `seccomp allow-list of ${ALLOWED_SYSTEM_CALLS.length + Object.keys(ARGUMENT_RULES).length} calls, no capabilities, no new privileges`,
    ),
    uidBase !== undefined
      ? fact("user", `a host user of its own per sandbox (uid ${uidBase} and up) in a user namespace`)
      : fact(
          "user",
          "user namespace only: outside, sandboxes are the server's own user; root could give each its own",
          false,
        ),
    hasGroups
      ? fact("memory", `cgroup v${groups.version} limit of memory and /tmp together, and a watchdog on memory alone`)
      : canMeasure
        ? fact("memory", `a watchdog that measures every 25 ms; no kernel limit, because ${noGroups}`)
        : fact("memory", `${NOT_MEASURED}; no kernel limit, because ${noGroups}`, false),
    cpuFact(groups, canMeasure, canStop),
    hasGroups
      ? fact("process count", `cgroup v${groups.version} pids limit`)
      : fact("process count", "RLIMIT_NPROC in the sandbox's user namespace"),
    fact("open files", "RLIMIT_NOFILE, which can't be raised again"),
    fact("temporary storage", "a tmpfs of the configured size"),
  ];
}

const NOT_MEASURED = "no watchdog, because /proc doesn't tell this server what a sandbox's processes use";

const NOT_STOPPED = "no watchdog, because the runtime's processes can't be stopped one by one";

function cpuFact(
  groups: ControlGroups | { unavailableBecause: string },
  canMeasure: boolean,
  canStop: boolean,
): IsolationFact {
  const what = "cpu";
  if ("create" in groups && groups.limitsCpu) {
    return { what, enforced: true, by: `cgroup v${groups.version} quota of memory / 1,769 MB cores` };
  }
  const reason = "create" in groups ? "the cpu controller isn't available to this server" : groups.unavailableBecause;
  const noWatchdog = canStop ? NOT_MEASURED : NOT_STOPPED;
  if (!canMeasure || !canStop) return { what, enforced: false, by: `${noWatchdog}; no quota, because ${reason}` };
  return {
    what,
    enforced: true,
    by: `a watchdog that stops and continues processes to keep them to memory / 1,769 MB cores; no quota, because ${reason}`,
  };
}
