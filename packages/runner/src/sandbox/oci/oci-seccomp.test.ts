import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ABSENT_SYSTEM_CALLS, ALLOWED_SYSTEM_CALLS } from "../seccomp/allowed-system-calls.ts";
import { ARGUMENT_RULES } from "../seccomp/argument-rules.ts";
import { decide } from "../seccomp/decide.ts";
import { buildSeccompFilter, SECCOMP_ARCHITECTURES, type SeccompArchitecture } from "../seccomp/filter.ts";
import { buildOciSeccomp, type OciSeccomp } from "./oci-seccomp.ts";

const ALLOW = 0x7fff0000;
const errno = (value: number) => 0x00050000 | value;
/** With bits that the kernel ignores in the argument of such a call, as an attacker would set them. */
const STRAY = 2 ** 32;

/** What libseccomp would answer. Rules of one call must not contradict each other, as their order means nothing. */
function decideByRules({ syscalls, defaultErrnoRet }: OciSeccomp, name: string, args: readonly number[]): number {
  const matching = syscalls.filter(
    (rule) =>
      rule.names.includes(name) &&
      (rule.args ?? []).every(({ index, value, valueTwo }) => ((args[index] ?? 0) & value) >>> 0 === valueTwo),
  );
  const answers = matching.map(({ action, errnoRet }) => (action === "SCMP_ACT_ALLOW" ? ALLOW : errno(errnoRet!)));
  expect(new Set(answers).size, `${name} ${args}`).toBeLessThanOrEqual(1);
  return answers[0] ?? errno(defaultErrnoRet);
}

describe.each(Object.keys(SECCOMP_ARCHITECTURES) as SeccompArchitecture[])("the OCI rules for %s", (architecture) => {
  const filter = buildSeccompFilter(architecture);
  const rules = buildOciSeccomp(architecture);
  const { auditArch: arch, numbers } = SECCOMP_ARCHITECTURES[architecture];

  function expectAlike(name: string, ...args: number[]) {
    const number = numbers[name];
    if (number === undefined) return;
    const byFilter = decide(filter, { arch, number, args });
    expect([name, args, decideByRules(rules, name, args)]).toEqual([name, args, byFilter]);
  }

  test("decide about every call as the filter does", () => {
    for (const name of Object.keys(numbers)) expectAlike(name, 0, 0, 0);
    for (const name of [...ALLOWED_SYSTEM_CALLS, ...ABSENT_SYSTEM_CALLS]) expectAlike(name, 1, 2, 3);
  });

  test("decide about arguments as the filter does, whatever stands in their upper halves", () => {
    for (const stray of [0, STRAY]) {
      for (let bit = 0; bit < 32; bit++) {
        const flag = 2 ** bit + stray;
        for (const name of ["clone", "personality", "memfd_create", "sendmsg", "sendto", "sendmmsg", "mmap", "fcntl"]) {
          for (let index = 0; index < 4; index++) expectAlike(name, ...Array(index).fill(stray), flag);
        }
        for (const request of [0x5412, 0x541c]) expectAlike("ioctl", 0, ((request ^ (2 ** bit)) >>> 0) + stray);
        for (const command of [1024, 1026]) expectAlike("fcntl", 0, ((command ^ (2 ** bit)) >>> 0) + stray);
      }
      for (let family = 0; family < 48; family++) {
        for (const type of [0, 1, 2, 3, 5, 10, 15, 0o2000001, 0o4002]) {
          for (const protocol of [0, 1, 6, 15, 17, 33, 58, 132, 255])
            expectAlike("socket", family + stray, type, protocol);
        }
        expectAlike("socketpair", family + stray, 1, 0);
      }
      for (let request = 0x5400; request < 0x5500; request++) expectAlike("ioctl", 0, request + stray);
      expectAlike("personality", 0xffffffff + stray);
    }
  });

  test("decide about any arguments as the filter does", () => {
    const word = fc.oneof(fc.nat(), fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 64 }));
    const call = fc.tuple(
      fc.constantFrom(...Object.keys(ARGUMENT_RULES)),
      fc.array(word, { minLength: 6, maxLength: 6 }),
    );
    fc.assert(
      fc.property(call, ([name, args]) => expectAlike(name, ...args)),
      { numRuns: 2_000 },
    );
  });

  test("compare no more bits than the kernel reads", () => {
    const masks = rules.syscalls.flatMap(({ args = [] }) => args.map(({ value }) => value));
    expect(Math.max(...masks)).toBe(0xffffffff);
  });
});
