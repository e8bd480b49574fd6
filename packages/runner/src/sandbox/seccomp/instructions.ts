/** One classic BPF instruction (linux/bpf_common.h, linux/filter.h). */
export type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, value: number];

const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_OR_EQUAL = 0x35;
const JUMP_ANY_BIT_SET = 0x45;
const AND = 0x54;
const RETURN = 0x06;

// Offsets in `struct seccomp_data`; of each 64-bit argument the low word (both architectures are little-endian).
const OFFSET_NUMBER = 0;
const OFFSET_ARCHITECTURE = 4;
const offsetOfArgument = (index: number) => 16 + 8 * index;

export const ALLOW = 0x7fff0000;
export const KILL_PROCESS = 0x80000000;
const errno = (value: number) => 0x00050000 | value;
export const EPERM = errno(1);
export const EINVAL = errno(22);
export const ENOMEM = errno(12);
export const ENOSYS = errno(38);
export const EPROTONOSUPPORT = errno(93);
export const EOPNOTSUPP = errno(95);
export const EAFNOSUPPORT = errno(97);

export const loadNumber: Instruction = [LOAD_WORD, 0, 0, OFFSET_NUMBER];
export const loadArchitecture: Instruction = [LOAD_WORD, 0, 0, OFFSET_ARCHITECTURE];
/** The low 32 bits. */
export const loadArgument = (index: number): Instruction => [LOAD_WORD, 0, 0, offsetOfArgument(index)];
export const keepBits = (mask: number): Instruction => [AND, 0, 0, mask];
export const result = (value: number): Instruction => [RETURN, 0, 0, value];

/** `if (accumulator == value) { block }`; the block must end in a return. */
export const whenEqual = (value: number, ...block: Instruction[]): Instruction[] => [
  [JUMP_EQUAL, 0, block.length, value],
  ...block,
];
export const unlessEqual = (value: number, outcome: number): Instruction[] => [
  [JUMP_EQUAL, 1, 0, value],
  result(outcome),
];
export const whenAtLeast = (value: number, outcome: number): Instruction[] => [
  [JUMP_GREATER_OR_EQUAL, 0, 1, value],
  result(outcome),
];
export const whenAnyBitSet = (bits: number, outcome: number): Instruction[] => [
  [JUMP_ANY_BIT_SET, 0, 1, bits],
  result(outcome),
];

/** `struct sock_filter[]` */
export function toBytes(instructions: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  for (const [index, [code, jumpTrue, jumpFalse, value]] of instructions.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
