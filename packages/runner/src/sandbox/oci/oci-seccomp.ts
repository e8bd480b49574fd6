import { ABSENT_SYSTEM_CALLS, ALLOWED_SYSTEM_CALLS } from "../seccomp/allowed-system-calls.ts";
import { ARGUMENT_RULES } from "../seccomp/argument-rules.ts";
import type { SeccompArchitecture } from "../seccomp/filter.ts";
import { ALLOW, ENOSYS, EPERM } from "../seccomp/instructions.ts";
import { rulePaths } from "./argument-conditions.ts";

/** `linux.seccomp` of a runtime configuration. @see https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config-linux.md#seccomp */
export interface OciSeccomp {
  defaultAction: "SCMP_ACT_ERRNO";
  defaultErrnoRet: number;
  architectures: string[];
  syscalls: OciSystemCallRule[];
}

export interface OciSystemCallRule {
  names: string[];
  action: "SCMP_ACT_ALLOW" | "SCMP_ACT_ERRNO";
  errnoRet?: number;
  /** All have to hold: `argument & value === valueTwo`. */
  args?: { index: number; value: number; valueTwo: number; op: "SCMP_CMP_MASKED_EQ" }[];
}

const ARCHITECTURES: Readonly<Record<SeccompArchitecture, string>> = {
  x64: "SCMP_ARCH_X86_64",
  arm64: "SCMP_ARCH_AARCH64",
};
/**
 * Calls from 451 on, of Linux 6.0 and later. Where a runtime doesn't know a name, it skips the rule; newer runc
 * answers ENOSYS to what is newer than its list of rules by itself.
 */
const NEWER_SYSTEM_CALLS = (
  "cachestat fchmodat2 map_shadow_stack futex_wake futex_wait futex_requeue statmount listmount lsm_get_self_attr " +
  "lsm_set_self_attr lsm_list_modules mseal setxattrat getxattrat listxattrat removexattrat open_tree_attr"
).split(" ");
/** A filter's answer is SECCOMP_RET_ERRNO and the number. */
const errnoOf = (answer: number) => answer & 0xffff;

/** The same decisions as the filter for bubblewrap (seccomp/filter.ts), in the words of the OCI specification. */
export function buildOciSeccomp(architecture: SeccompArchitecture): OciSeccomp {
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: errnoOf(EPERM),
    architectures: [ARCHITECTURES[architecture]],
    syscalls: [
      { names: [...ALLOWED_SYSTEM_CALLS], action: "SCMP_ACT_ALLOW" },
      {
        names: [...ABSENT_SYSTEM_CALLS, ...NEWER_SYSTEM_CALLS],
        action: "SCMP_ACT_ERRNO",
        errnoRet: errnoOf(ENOSYS),
      },
      ...Object.entries(ARGUMENT_RULES).flatMap(([name, rule]) => rulesFor(name, rulePaths(rule))),
    ],
  };
}

function rulesFor(name: string, paths: ReturnType<typeof rulePaths>): OciSystemCallRule[] {
  return paths
    .filter(({ answer }) => answer !== EPERM)
    .map(({ conditions, answer }) => ({
      names: [name],
      ...(answer === ALLOW ? { action: "SCMP_ACT_ALLOW" } : { action: "SCMP_ACT_ERRNO", errnoRet: errnoOf(answer) }),
      args: [...conditions].map(([index, { mask, value }]) => ({
        index,
        value: mask,
        valueTwo: value,
        op: "SCMP_CMP_MASKED_EQ",
      })),
    }));
}
