import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { LAUNCH_ENVIRONMENT } from "./waiting-shell.ts";

/** A unit's control group, and whose manager made it. */
interface SystemdUnit {
  folder: string;
  name: string;
  /** The user whose own manager it is; undefined for the machine's. */
  userId: string | undefined;
}

const LONGEST_ANSWER_MS = 5_000;

/** The service or scope that a control group is of, or is inside of. */
export function findUnit(folder: string): SystemdUnit | undefined {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    const name = /[^/]+\.(?:service|scope)$/.exec(path)?.[0];
    if (name) return { folder: path, name, userId: /\/user@(\d+)\.service\//.exec(path)?.[1] };
  }
  return undefined;
}

/** False where systemd says that the unit's group is its own: it stops the unit when the kernel ends anything below. */
export function isDelegated({ name, userId }: SystemdUnit): boolean {
  const scope = userId === undefined ? [] : ["--user"];
  const env = { ...LAUNCH_ENVIRONMENT, ...(userId !== undefined && { XDG_RUNTIME_DIR: `/run/user/${userId}` }) };
  try {
    const answer = execFileSync("systemctl", [...scope, "show", "--property=Delegate", "--value", "--", name], {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: LONGEST_ANSWER_MS,
    });
    return answer.trim() !== "no";
  } catch {
    // In a container, the name is one of the host's.
    return true;
  }
}
