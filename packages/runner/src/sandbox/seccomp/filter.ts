import { ABSENT_SYSTEM_CALLS, ALLOWED_SYSTEM_CALLS } from "./allowed-system-calls.ts";
import { SYSCALLS_ARM64 } from "./syscalls-arm64.ts";
import { SYSCALLS_X86_64 } from "./syscalls-x86-64.ts";

/** Architectures that have a table; Node.js names, as in `process.arch`. */
export const SECCOMP_ARCHITECTURES = {
  x64: { auditArch: 0xc000003e, numbers: SYSCALLS_X86_64 },
  arm64: { auditArch: 0xc00000b7, numbers: SYSCALLS_ARM64 },
} as const;
export type SeccompArchitecture = keyof typeof SECCOMP_ARCHITECTURES;

// Classic BPF, linux/bpf_common.h.
const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_OR_EQUAL = 0x35;
const JUMP_ANY_BIT_SET = 0x45;
const RETURN = 0x06;

// Offsets in `struct seccomp_data`; of each 64-bit argument the low word (both architectures are little-endian).
const OFFSET_NUMBER = 0;
const OFFSET_ARCHITECTURE = 4;
const offsetOfArgument = (index: number) => 16 + 8 * index;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const errno = (value: number) => 0x00050000 | value;
const EPERM = errno(1);
const EAFNOSUPPORT = errno(97);
const ENOSYS = errno(38);

/**
 * The first number younger than the tables. Newer calls answer ENOSYS, as on an older kernel, so that a libc that
 * probes for them falls back; on x86_64 this also covers the x32 numbers (0x40000000 and up).
 */
const FIRST_UNKNOWN_NUMBER = 451;
/** CLONE_NEWTIME … CLONE_NEWNET: any new namespace (linux/sched.h). */
const CLONE_NEW_NAMESPACES = 0x7e020000;
/** AF_UNIX, AF_INET, AF_INET6. Nothing else: AF_VSOCK isn't confined by a network namespace. */
const SOCKET_FAMILIES = [1, 2, 10];
const AF_NETLINK = 16;
/** `personality(0xffffffff)` only asks; every other value changes how memory is laid out. */
const PERSONALITY_QUERY = 0xffffffff;
/** TIOCSTI and TIOCLINUX push input into a terminal. */
const TERMINAL_INPUT_REQUESTS = [0x5412, 0x541c];

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, value: number];
const load = (offset: number): Instruction => [LOAD_WORD, 0, 0, offset];
const result = (value: number): Instruction => [RETURN, 0, 0, value];
/** `if (accumulator == value) return outcome` */
const returnIfEqual = (value: number, outcome: number): Instruction[] => [[JUMP_EQUAL, 0, 1, value], result(outcome)];

/** `if (number == n) { block }`; the block must end in a return. */
const whenNumberIs = (number: number | undefined, block: Instruction[]): Instruction[] =>
  number === undefined ? [] : [[JUMP_EQUAL, 0, block.length, number], ...block];

/**
 * The allow-list as the raw `struct sock_filter[]` that `bwrap --seccomp FD` reads: another architecture kills the
 * process, an unlisted call answers EPERM.
 */
export function buildSeccompFilter(architecture: SeccompArchitecture): Buffer {
  const { auditArch, numbers } = SECCOMP_ARCHITECTURES[architecture];
  const instructions: Instruction[] = [
    load(OFFSET_ARCHITECTURE),
    [JUMP_EQUAL, 1, 0, auditArch],
    result(KILL_PROCESS),
    load(OFFSET_NUMBER),
    [JUMP_GREATER_OR_EQUAL, 0, 1, FIRST_UNKNOWN_NUMBER],
    result(ENOSYS),
    ...ABSENT_SYSTEM_CALLS.flatMap((name) => whenNumberIs(numbers[name], [result(ENOSYS)])),
    ...ALLOWED_SYSTEM_CALLS.flatMap((name) => whenNumberIs(numbers[name], [result(ALLOW)])),
    ...whenNumberIs(numbers.clone, [
      load(offsetOfArgument(0)),
      [JUMP_ANY_BIT_SET, 0, 1, CLONE_NEW_NAMESPACES],
      result(EPERM),
      result(ALLOW),
    ]),
    ...whenNumberIs(numbers.socket, [
      load(offsetOfArgument(0)),
      ...SOCKET_FAMILIES.flatMap((family) => returnIfEqual(family, ALLOW)),
      [JUMP_EQUAL, 1, 0, AF_NETLINK],
      result(EAFNOSUPPORT),
      // Route netlink only (protocol 0): os.networkInterfaces() and getaddrinfo need it.
      load(offsetOfArgument(2)),
      ...returnIfEqual(0, ALLOW),
      result(EPERM),
    ]),
    ...whenNumberIs(numbers.ioctl, [
      load(offsetOfArgument(1)),
      ...TERMINAL_INPUT_REQUESTS.flatMap((request) => returnIfEqual(request, EPERM)),
      result(ALLOW),
    ]),
    ...whenNumberIs(numbers.personality, [
      load(offsetOfArgument(0)),
      ...returnIfEqual(PERSONALITY_QUERY, ALLOW),
      result(EPERM),
    ]),
    result(EPERM),
  ];
  const bytes = Buffer.alloc(instructions.length * 8);
  for (const [index, [code, jumpTrue, jumpFalse, value]] of instructions.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
