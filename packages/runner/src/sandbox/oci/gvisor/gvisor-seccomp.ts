import type { OciSeccomp } from "../oci-seccomp.ts";

/**
 * The rules as gVisor can hold to them inside, where they refuse what its own kernel would answer. Its filters
 * - know no error but EPERM (2022). What a libc has to take for absent is handed to a tracer instead: without one the answer
 *   is ENOSYS, and there is none, as no process may become one (https://man7.org/linux/man-pages/man2/seccomp.2.html);
 * - have to fit into 4,096 instructions. Which error a combination of arguments is refused with takes more than that; it is
 *   EPERM.
 */
export function gvisorSeccomp({ syscalls, ...rest }: OciSeccomp) {
  return {
    ...rest,
    syscalls: syscalls
      .filter(({ action, args }) => action === "SCMP_ACT_ALLOW" || args === undefined)
      .map(({ names, action, args }) =>
        action === "SCMP_ACT_ALLOW" ? { names, action, ...(args && { args }) } : { names, action: "SCMP_ACT_TRACE" },
      ),
  };
}
