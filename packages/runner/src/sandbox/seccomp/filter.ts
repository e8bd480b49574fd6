import { ABSENT_SYSTEM_CALLS, ALLOWED_SYSTEM_CALLS } from "./allowed-system-calls.ts";
import { ARGUMENT_RULES } from "./argument-rules.ts";
import {
  ALLOW,
  ENOSYS,
  EPERM,
  type Instruction,
  KILL_PROCESS,
  loadArchitecture,
  loadNumber,
  result,
  toBytes,
  unlessEqual,
  whenAtLeast,
  whenEqual,
} from "./instructions.ts";
import { SYSCALLS_ARM64 } from "./syscalls-arm64.ts";
import { SYSCALLS_X86_64 } from "./syscalls-x86-64.ts";

/** Architectures that have a table; Node.js names, as in `process.arch`. */
export const SECCOMP_ARCHITECTURES = {
  x64: { auditArch: 0xc000003e, numbers: SYSCALLS_X86_64 },
  arm64: { auditArch: 0xc00000b7, numbers: SYSCALLS_ARM64 },
} as const;
export type SeccompArchitecture = keyof typeof SECCOMP_ARCHITECTURES;

/**
 * The first number younger than the tables. Newer calls answer ENOSYS, as on an older kernel, so that a libc that
 * probes for them falls back; on x86_64 this also covers the x32 numbers (0x40000000 and up).
 */
const FIRST_UNKNOWN_NUMBER = 451;

/**
 * The allow-list as the raw `struct sock_filter[]` that `bwrap --seccomp FD` reads: another architecture kills the
 * process, an unlisted call answers EPERM.
 */
export function buildSeccompFilter(architecture: SeccompArchitecture): Buffer {
  const { auditArch } = SECCOMP_ARCHITECTURES[architecture];
  const numbers: Readonly<Record<string, number>> = SECCOMP_ARCHITECTURES[architecture].numbers;
  const when = (name: string, block: readonly Instruction[]) => {
    const number = numbers[name];
    return number === undefined ? [] : whenEqual(number, ...block);
  };
  return toBytes([
    loadArchitecture,
    ...unlessEqual(auditArch, KILL_PROCESS),
    loadNumber,
    ...whenAtLeast(FIRST_UNKNOWN_NUMBER, ENOSYS),
    // First: the kernel remembers which calls are always allowed, and runs the filter for none but these.
    ...Object.entries(ARGUMENT_RULES).flatMap(([name, rule]) => when(name, rule)),
    ...ABSENT_SYSTEM_CALLS.flatMap((name) => when(name, [result(ENOSYS)])),
    ...ALLOWED_SYSTEM_CALLS.flatMap((name) => when(name, [result(ALLOW)])),
    result(EPERM),
  ]);
}
