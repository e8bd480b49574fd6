import type { Instruction } from "../seccomp/instructions.ts";

/** Holds when `argument & mask === value`, of the 32 bits that the filter looks at. */
export interface MaskedValue {
  mask: number;
  value: number;
}

/** One way through a rule: by which arguments it is gone, and what it ends in. All conditions have to hold, one per argument. */
export interface RulePath {
  conditions: ReadonlyMap<number, MaskedValue>;
  /** What a filter returns. */
  answer: number;
}

// Classic BPF, linux/bpf_common.h.
const LOAD_WORD = 0x20;
const KEEP_BITS = 0x54;
const JUMP_EQUAL = 0x15;
const JUMP_ANY_BIT_SET = 0x45;
const RETURN = 0x06;
/** Offset of the first argument in `struct seccomp_data`, and the size of one. */
const [ARGUMENTS, ARGUMENT_BYTES] = [16, 8];
const ALL_BITS = 0xffffffff;

/** For each argument that was looked at, the sets of values that lead here; they don't overlap. */
type Reached = ReadonlyMap<number, readonly MaskedValue[]>;

/**
 * What a rule for arguments (seccomp/argument-rules.ts) decides, as conditions that don't depend on an order: for
 * libseccomp, whose rules have none. It compares an argument once per rule, and "not equal" only with all 64 bits, of
 * which the kernel ignores the upper half of an int; so every set of values is cut into such as one mask can tell.
 */
export function rulePaths(rule: readonly Instruction[]): RulePath[] {
  const paths: RulePath[] = [];
  follow(rule, 0, { argument: 0, mask: ALL_BITS }, new Map(), paths);
  return paths;
}

function follow(
  rule: readonly Instruction[],
  at: number,
  loaded: { argument: number; mask: number },
  reached: Reached,
  paths: RulePath[],
): void {
  const [code, jumpTrue, jumpFalse, operand] = rule[at]!;
  if (code === RETURN) {
    paths.push(...combinations(reached).map((conditions) => ({ conditions, answer: operand })));
    return;
  }
  if (code === LOAD_WORD) {
    const argument = (operand - ARGUMENTS) / ARGUMENT_BYTES;
    follow(rule, at + 1, { argument, mask: ALL_BITS }, reached, paths);
    return;
  }
  if (code === KEEP_BITS) {
    follow(rule, at + 1, { ...loaded, mask: (loaded.mask & operand) >>> 0 }, reached, paths);
    return;
  }
  const { argument, mask } = loaded;
  const values = reached.get(argument) ?? [{ mask: 0, value: 0 }];
  const go = (to: number, among: readonly MaskedValue[]) => {
    if (among.length > 0) follow(rule, to, loaded, new Map(reached).set(argument, among), paths);
  };
  if (code === JUMP_EQUAL) {
    // A value with other bits than are kept is never met.
    const isPossible = (operand & mask) >>> 0 === operand;
    const inside = isPossible ? values.flatMap((one) => within(one, mask, operand)) : [];
    const outside = isPossible ? values.flatMap((one) => without(one, mask, operand)) : values;
    go(at + 1 + jumpTrue, inside);
    go(at + 1 + jumpFalse, outside);
  } else if (code === JUMP_ANY_BIT_SET) {
    const bits = (operand & mask) >>> 0;
    go(
      at + 1 + jumpTrue,
      values.flatMap((one) => without(one, bits, 0)),
    );
    go(
      at + 1 + jumpFalse,
      values.flatMap((one) => within(one, bits, 0)),
    );
  } else {
    throw new Error(`A rule for arguments has an instruction (${code}) that OCI runtimes can't be told.`);
  }
}

/** Of a set of values those with `value` under the mask: one set, or none. */
function within(one: MaskedValue, mask: number, value: number): MaskedValue[] {
  const common = one.mask & mask;
  if ((one.value & common) !== (value & common)) return [];
  return [{ mask: (one.mask | mask) >>> 0, value: (one.value | value) >>> 0 }];
}

/** Of a set of values those without `value` under the mask: by the first bit in which they differ from it. */
function without(one: MaskedValue, mask: number, value: number): MaskedValue[] {
  const sets: MaskedValue[] = [];
  let prefix = one;
  for (let bit = 31; bit >= 0; bit--) {
    const bitMask = (1 << bit) >>> 0;
    if ((mask & bitMask) === 0) continue;
    const wanted = (value & bitMask) >>> 0;
    sets.push(...within(prefix, bitMask, (wanted ^ bitMask) >>> 0));
    const [next] = within(prefix, bitMask, wanted);
    if (!next) return sets;
    prefix = next;
  }
  return sets;
}

function combinations(reached: Reached): Map<number, MaskedValue>[] {
  let all: Map<number, MaskedValue>[] = [new Map()];
  for (const [argument, values] of reached) {
    all = all.flatMap((conditions) => values.map((value) => new Map(conditions).set(argument, value)));
  }
  return all;
}
